package dev.daprinvoke.transport.frame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeHeaders;

/**
 * The entries of a protobuf map of headers, where a name has one entry: the last. Few are
 * compared with each other, as that is faster; many have a map, so that no message takes
 * more time than its length allows.
 */
final class HeaderEntries {

	private static final int FEW = 32;

	private final InvokeHeaders headers = new InvokeHeaders();

	private int count;

	private @Nullable Map<String, List<String>> many;

	/**
	 * Takes an entry that was read.
	 * @param name the name, letter case kept
	 * @param values its values, possibly none
	 */
	void put(String name, List<String> values) {
		if (this.many == null && this.count == FEW) {
			this.many = byName(this.headers);
		}
		this.count++;
		if (this.many != null) {
			this.many.put(name, values);
			return;
		}
		if (this.headers.firstExactly(name) != null) {
			this.headers.removeIf((candidate, value) -> candidate.equals(name));
		}
		for (int i = 0; i < values.size(); i++) {
			this.headers.add(name, values.get(i));
		}
	}

	/** Whether an entry came, be it one without values. */
	boolean isAny() {
		return this.count > 0;
	}

	/**
	 * Gives what was read.
	 * @return the headers
	 */
	InvokeHeaders headers() {
		if (this.many == null) {
			return this.headers;
		}
		InvokeHeaders all = new InvokeHeaders(this.many.size());
		this.many.forEach((name, values) -> values.forEach((value) -> all.add(name, value)));
		return all;
	}

	/**
	 * Writes headers as a map's entries.
	 * @param headers the headers
	 * @param field the map's number
	 * @param out takes them
	 */
	static void write(InvokeHeaders headers, int field, BackwardWriter out) {
		if (headers.size() > FEW) {
			List<Map.Entry<String, List<String>>> entries = new ArrayList<>(byName(headers).entrySet());
			for (int i = entries.size() - 1; i >= 0; i--) {
				write(entries.get(i).getKey(), entries.get(i).getValue(), field, out);
			}
			return;
		}
		long shared = sharedShapes(headers);
		for (int i = headers.size() - 1; i >= 0; i--) {
			if ((shared & shape(headers.name(i))) == 0) {
				int after = out.size();
				out.text(1, headers.value(i));
				finish(headers.name(i), after, field, out);
			}
			else if (isFirst(headers, i)) {
				write(headers, i, field, out);
			}
		}
	}

	// Only names of the same shape need to be compared, and most headers have one of
	// their own.
	private static long sharedShapes(InvokeHeaders headers) {
		long seen = 0;
		long shared = 0;
		for (int i = 0; i < headers.size(); i++) {
			long shape = shape(headers.name(i));
			shared |= seen & shape;
			seen |= shape;
		}
		return shared;
	}

	// One bit of 64: shifts count modulo 64.
	private static long shape(String name) {
		int length = name.length();
		return (length > 0) ? 1L << (31 * length + name.charAt(length / 2) + 7 * name.charAt(length - 1)) : 1;
	}

	private static boolean isFirst(InvokeHeaders headers, int index) {
		String name = headers.name(index);
		for (int i = 0; i < index; i++) {
			if (name.equals(headers.name(i))) {
				return false;
			}
		}
		return true;
	}

	private static void write(InvokeHeaders headers, int index, int field, BackwardWriter out) {
		int after = out.size();
		String name = headers.name(index);
		for (int i = headers.size() - 1; i > index; i--) {
			if (name.equals(headers.name(i))) {
				out.text(1, headers.value(i));
			}
		}
		out.text(1, headers.value(index));
		finish(name, after, field, out);
	}

	private static void write(String name, List<String> values, int field, BackwardWriter out) {
		int after = out.size();
		for (int i = values.size() - 1; i >= 0; i--) {
			out.text(1, values.get(i));
		}
		finish(name, after, field, out);
	}

	private static void finish(String name, int after, int field, BackwardWriter out) {
		out.message(2, out.size() - after);
		out.text(1, name);
		out.message(field, out.size() - after);
	}

	private static Map<String, List<String>> byName(InvokeHeaders headers) {
		Map<String, List<String>> map = new LinkedHashMap<>();
		headers.forEach((name, value) -> map.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(value));
		return map;
	}

}
