package dev.daprinvoke.autoconfigure.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * Finds properties of clients and methods that nobody has, which are most often misspelt.
 *
 * @param matches whether the first, a name in a property, means the second
 */
record UnusedNames(BiPredicate<String, String> matches) {

	/** Who has made many mistakes sees the rest when these are corrected. */
	private static final int MOST_TOLD = 10;

	/** Names that differ in more letters are not taken for the same. */
	private static final int MOST_WRONG_LETTERS = 3;

	/**
	 * Compares what properties name with what there is.
	 * @param properties the properties: the names of methods by app id
	 * @param asked what there is: the names of methods by app id
	 * @return a line for each of the first that nobody has, and one for all others
	 */
	List<String> of(Map<String, ? extends Collection<String>> properties, Map<String, Set<String>> asked) {
		List<String> unused = new ArrayList<>();
		new TreeMap<>(properties).forEach((id, methods) -> {
			Set<String> known = new TreeSet<>();
			boolean any = false;
			for (Map.Entry<String, Set<String>> each : asked.entrySet()) {
				if (this.matches.test(id, each.getKey())) {
					any = true;
					known.addAll(each.getValue());
				}
			}
			String property = PropertiesClientOptions.key("dapr.invoke.clients", id);
			if (!any) {
				unused.add(text(property, "no declared client calls this app", id, asked.keySet()));
				return;
			}
			for (String method : new TreeSet<>(methods)) {
				if (known.stream().noneMatch((each) -> this.matches.test(method, each))) {
					unused.add(text(PropertiesClientOptions.key(property + "methods", method),
							"no declared client of this app has this method", method, known));
				}
			}
		});
		return bounded(unused);
	}

	private static List<String> bounded(List<String> unused) {
		if (unused.size() <= MOST_TOLD) {
			return unused;
		}
		List<String> told = new ArrayList<>(unused.subList(0, MOST_TOLD));
		told.add("and " + (unused.size() - MOST_TOLD) + " more");
		return told;
	}

	private static String text(String property, String reason, String name, Collection<String> known) {
		String nearest = nearest(name, known);
		return property + "*: " + reason + ((nearest != null) ? " (did you mean " + nearest + "?)" : "");
	}

	private static @Nullable String nearest(String name, Collection<String> known) {
		String nearest = null;
		int fewest = Math.min(MOST_WRONG_LETTERS, name.length() / 2) + 1;
		for (String each : known) {
			int wrong = wrongLetters(name, each, fewest);
			if (wrong < fewest) {
				nearest = each;
				fewest = wrong;
			}
		}
		return nearest;
	}

	/** Letters to add, drop or replace, or at least the limit if there are as many. */
	private static int wrongLetters(String one, String other, int limit) {
		if (Math.abs(one.length() - other.length()) >= limit) {
			return limit;
		}
		int[] above = new int[other.length() + 1];
		for (int column = 0; column < above.length; column++) {
			above[column] = column;
		}
		for (int row = 1; row <= one.length(); row++) {
			int[] current = new int[above.length];
			current[0] = row;
			for (int column = 1; column < current.length; column++) {
				int replaced = above[column - 1] + ((one.charAt(row - 1) == other.charAt(column - 1)) ? 0 : 1);
				current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
			}
			above = current;
		}
		return above[other.length()];
	}

}
