package dev.daprinvoke.resolve.sqlite;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.daprinvoke.resource.GoDuration;

/**
 * Reads typed values out of a resolver's settings, whose names ignore case and whose
 * values may be written as numbers, booleans or texts.
 */
final class SettingTexts {

	private static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "t", "1");

	private static final Set<String> FALSE = Set.of("false", "no", "n", "off", "f", "0", "");

	private final Map<String, String> texts = new LinkedHashMap<>();

	SettingTexts(Map<String, Object> configuration) {
		configuration.forEach((name, value) -> {
			if (value instanceof Map || value instanceof Iterable) {
				throw new IllegalArgumentException(name + ": " + value + " (expected: a single value)");
			}
			this.texts.put(name.toLowerCase(Locale.ROOT), value.toString());
		});
	}

	String text(String name, String alias, String absent) {
		String text = raw(name);
		return !text.isEmpty() ? text : (!raw(alias).isEmpty() ? raw(alias) : absent);
	}

	/** A duration, of which a number without a unit counts seconds. */
	Duration duration(String name, String alias, Duration absent) {
		String text = text(name, alias, "");
		if (text.isEmpty()) {
			return absent;
		}
		try {
			return GoDuration.parse(text.matches("[-+]?[0-9]+") ? text + "s" : text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					name + ": " + text + " (expected: a duration such as 5s or 800ms, or a number of seconds)", ex);
		}
	}

	boolean flag(String name) {
		String text = raw(name).toLowerCase(Locale.ROOT);
		if (!TRUE.contains(text) && !FALSE.contains(text)) {
			throw new IllegalArgumentException(name + ": " + text + " (expected: true or false)");
		}
		return TRUE.contains(text);
	}

	private String raw(String name) {
		return this.texts.getOrDefault(name.toLowerCase(Locale.ROOT), "");
	}

}
