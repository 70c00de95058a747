package dev.daprinvoke.process.log;

import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * The {@code key=value} form of logrus' text formatter away from a terminal: time, level
 * and message first, then the other fields by name; a value is quoted when it holds
 * anything but letters, digits and {@code -._/@^+}.
 */
final class TextFormat implements LineFormat {

	private static final Pattern BARE = Pattern.compile("[a-zA-Z0-9\\-._/@^+]*");

	@Override
	public String line(String time, String level, String message, SortedMap<String, ?> fields) {
		StringBuilder line = new StringBuilder(256);
		append(line, "time", time);
		append(line, "level", level);
		if (!message.isEmpty()) {
			append(line, "msg", message);
		}
		fields.forEach((key, value) -> append(line, key, String.valueOf(value)));
		return line.append('\n').toString();
	}

	private static void append(StringBuilder line, String key, String value) {
		if (!line.isEmpty()) {
			line.append(' ');
		}
		line.append(key).append('=').append(BARE.matcher(value).matches() ? value : GoQuoted.of(value));
	}

}
