package dev.daprinvoke.process.log;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;

/**
 * How much is logged, in the words of {@code --log-level} (contract, platform.md 5.3).
 */
public enum LogLevel {

	DEBUG(Level.DEBUG, Level.INFO), INFO(Level.INFO, Level.WARN), WARN(Level.WARN, Level.WARN),
	ERROR(Level.ERROR, Level.ERROR), FATAL(Level.OFF, Level.OFF);

	private final Level own;

	private final Level libraries;

	LogLevel(Level own, Level libraries) {
		this.own = own;
		this.libraries = libraries;
	}

	/**
	 * Reads a level in any case.
	 * @param text the flag's value
	 * @return the level, or empty if there is none of that name
	 */
	public static Optional<LogLevel> of(String text) {
		return Stream.of(values()).filter((level) -> level.text().equals(text.toLowerCase(Locale.ROOT))).findFirst();
	}

	/**
	 * The level as the flag takes it.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	Level own() {
		return this.own;
	}

	/**
	 * What libraries may log: warnings. With {@code debug} also what they find worth
	 * telling, but never their debug lines: event loops write several for each call.
	 */
	Level libraries() {
		return this.libraries;
	}

}
