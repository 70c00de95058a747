package dev.daprinvoke.resolve.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text that names the database, as Dapr users write it: a path or a {@code file:}
 * URI, whose parameters are SQLite's and those of Dapr's driver.
 *
 * @param uri the database as a SQLite {@code file:} URI, with only SQLite's parameters
 * @param pragmas further pragmas, each {@code name = value}
 * @param inMemory whether the database is no file
 * @param readOnly whether it may not be written
 */
record ConnectionString(String uri, List<String> pragmas, boolean inMemory, boolean readOnly) {

	private static final Set<String> URI_PARAMETERS = Set.of("vfs", "mode", "cache", "psow", "nolock", "immutable");

	private static final Pattern PRAGMA = Pattern.compile("[a-z_]+( = |\\()-?[A-Za-z0-9_]+\\)?");

	ConnectionString {
		pragmas = List.copyOf(pragmas);
	}

	static ConnectionString parse(String text) {
		int query = text.indexOf('?');
		String path = (query < 0) ? text : text.substring(0, query);
		List<String> parameters = new ArrayList<>();
		List<String> pragmas = new ArrayList<>();
		for (String parameter : (query < 0) ? new String[0] : text.substring(query + 1).split("&")) {
			int equals = parameter.indexOf('=');
			String name = (equals < 0) ? parameter : parameter.substring(0, equals);
			String value = (equals < 0) ? "" : parameter.substring(equals + 1);
			if (name.equals("_txlock") && !value.equals("immediate")) {
				throw new IllegalArgumentException("connectionString: " + parameter + " (expected: _txlock=immediate)");
			}
			if (name.equals("_pragma")) {
				pragmas.add(pragma(value));
			}
			if (URI_PARAMETERS.contains(name)) {
				parameters.add(parameter);
			}
		}
		boolean inMemory = path.contains(":memory:") || parameters.contains("mode=memory");
		boolean readOnly = parameters.contains("mode=ro") || parameters.contains("immutable=1");
		// Without the prefix the driver would treat some names specially, ":resource:"
		// among them, which fetches URLs.
		String uri = (path.startsWith("file:") ? path : "file:" + path)
				+ (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
		return new ConnectionString(uri, pragmas, inMemory, readOnly);
	}

	private static String pragma(String value) {
		String pragma = value.replace("=", " = ");
		if (!PRAGMA.matcher(pragma).matches()) {
			throw new IllegalArgumentException(
					"connectionString: _pragma=" + value + " (expected: _pragma=name(value) or _pragma=name=value)");
		}
		if (pragma.startsWith("busy_timeout")) {
			throw new IllegalArgumentException(
					"connectionString: _pragma=" + value + " (expected: the setting busyTimeout instead)");
		}
		if (pragma.startsWith("journal_mode")) {
			throw new IllegalArgumentException(
					"connectionString: _pragma=" + value + " (expected: the setting disableWAL instead)");
		}
		return pragma;
	}

}
