package dev.daprinvoke.resolve.sqlite;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a {@link SqliteResolver} is set up (platform contract section 3.4).
 *
 * @param connectionString a path or {@code file:} URI, not empty
 * @param timeout how long one operation may take, at least a second
 * @param busyTimeout how long to wait for the lock of another process
 * @param disableWal whether to use a rollback journal instead of the write-ahead log
 * @param tableName the table of instances
 * @param metadataTableName the table of bookkeeping
 * @param updateInterval how old an instance's row may be; whole seconds, at least one
 * more than {@code timeout}
 * @param cleanupInterval how often old rows are deleted; zero or less for never
 */
public record SqliteSettings(String connectionString, Duration timeout, Duration busyTimeout, boolean disableWal,
		String tableName, String metadataTableName, Duration updateInterval, Duration cleanupInterval) {

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]+");

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration HOUR = Duration.ofHours(1);

	public SqliteSettings {
		require(!connectionString.isBlank(), "connectionString", "\"\"", "a path or a file: URI");
		require(timeout.compareTo(SECOND) >= 0, "timeout", text(timeout), "at least 1s");
		require(!busyTimeout.isNegative() && busyTimeout.compareTo(HOUR) <= 0, "busyTimeout", text(busyTimeout),
				"0s to 1h");
		requireIdentifier(tableName, "tableName");
		requireIdentifier(metadataTableName, "metadataTableName");
		require(!tableName.equalsIgnoreCase(metadataTableName), "metadataTableName", metadataTableName,
				"another name than tableName");
		require(updateInterval.toNanosPart() == 0, "updateInterval", text(updateInterval), "whole seconds");
		require(updateInterval.compareTo(timeout.plus(SECOND)) >= 0, "updateInterval", text(updateInterval),
				"at least 1s more than timeout, which is " + text(timeout));
		ConnectionString.parse(connectionString);
	}

	/**
	 * Reads the settings of a Configuration's {@code spec.nameResolution.configuration}.
	 * Names ignore case, unknown ones are ignored.
	 * @param configuration the settings as written: texts, numbers, booleans
	 * @return the settings, defaults filled in
	 * @throws IllegalArgumentException if one cannot be used; the message is
	 * {@code name: value (expected: …)}
	 */
	public static SqliteSettings from(Map<String, Object> configuration) {
		SettingTexts texts = new SettingTexts(configuration);
		return new SqliteSettings(texts.text("connectionString", "url", ""),
				texts.duration("timeout", "timeoutInSeconds", SECOND),
				texts.duration("busyTimeout", "", Duration.ofMillis(800)), texts.flag("disableWAL"),
				texts.text("tableName", "", "hosts"), texts.text("metadataTableName", "", "metadata"),
				texts.duration("updateInterval", "", Duration.ofSeconds(5)),
				texts.duration("cleanupInterval", "cleanupIntervalInSeconds", HOUR));
	}

	/** How often a row is renewed, so that a failing renewal still comes in time. */
	Duration renewInterval() {
		return this.updateInterval.minus(this.timeout);
	}

	ConnectionString connection() {
		return ConnectionString.parse(this.connectionString);
	}

	private static void requireIdentifier(String value, String name) {
		require(IDENTIFIER.matcher(value).matches(), name, value, "letters, digits and underscores");
	}

	private static void require(boolean condition, String name, String value, String expected) {
		if (!condition) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
		}
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}

}
