package dev.daprinvoke.process.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.daprinvoke.process.log.GoQuoted;

/**
 * How a flag's value is read, in the grammar of Go's pflag.
 */
public enum FlagKind {

	BOOL(""), INT("int"), UINT("uint"), DURATION("duration"), STRING("string"), LIST("strings");

	private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

	private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

	private final String typeName;

	FlagKind(String typeName) {
		this.typeName = typeName;
	}

	/** The word for the value in the usage text. */
	String typeName() {
		return this.typeName;
	}

	/**
	 * Checks a value.
	 * @throws IllegalArgumentException with pflag's words for what is wrong
	 */
	void check(String value) {
		switch (this) {
			case BOOL -> parseBool(value);
			case INT -> parseInt(value);
			case UINT -> parseUnsigned(value);
			case DURATION -> GoDuration.parse(value);
			case LIST -> parseList(value);
			default -> {
			}
		}
	}

	static boolean parseBool(String value) {
		if (TRUE.contains(value)) {
			return true;
		}
		if (FALSE.contains(value)) {
			return false;
		}
		throw new IllegalArgumentException("strconv.ParseBool: parsing " + GoQuoted.of(value) + ": invalid syntax");
	}

	/**
	 * Reads a number.
	 * @param value the text
	 * @return the number
	 * @throws IllegalArgumentException with pflag's words for what is wrong
	 */
	public static int parseInt(String value) {
		return parseNumber("strconv.ParseInt", value);
	}

	private static int parseUnsigned(String value) {
		int number = value.matches("[-+].*") ? -1 : parseNumber("strconv.ParseUint", value);
		if (number < 0) {
			throw new IllegalArgumentException("strconv.ParseUint: parsing " + GoQuoted.of(value) + ": invalid syntax");
		}
		return number;
	}

	private static int parseNumber(String function, String value) {
		if (!value.matches("[-+]?[0-9]+")) {
			throw new IllegalArgumentException(function + ": parsing " + GoQuoted.of(value) + ": invalid syntax");
		}
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(function + ": parsing " + GoQuoted.of(value) + ": value out of range",
					ex);
		}
	}

	/** One line of comma-separated values; a value in double quotes may hold commas. */
	static List<String> parseList(String value) {
		List<String> items = new ArrayList<>();
		int at = 0;
		while (at < value.length()) {
			StringBuilder item = new StringBuilder();
			at = (value.charAt(at) == '"') ? readQuoted(value, at, item) : readBare(value, at, item);
			items.add(item.toString());
			if (at < value.length() && value.charAt(at) != ',') {
				throw new IllegalArgumentException("parse error on line 1: extraneous or missing \" in quoted-field");
			}
			if (at == value.length() - 1) {
				items.add("");
			}
			at++;
		}
		return List.copyOf(items);
	}

	private static int readBare(String value, int from, StringBuilder item) {
		int comma = value.indexOf(',', from);
		int end = (comma < 0) ? value.length() : comma;
		item.append(value, from, end);
		if (item.indexOf("\"") >= 0) {
			throw new IllegalArgumentException("parse error on line 1: bare \" in non-quoted-field");
		}
		return end;
	}

	private static int readQuoted(String value, int from, StringBuilder item) {
		int at = from + 1;
		while (at < value.length()) {
			boolean quote = value.charAt(at) == '"';
			boolean doubled = quote && at + 1 < value.length() && value.charAt(at + 1) == '"';
			if (quote && !doubled) {
				return at + 1;
			}
			item.append(value.charAt(at));
			at += doubled ? 2 : 1;
		}
		throw new IllegalArgumentException("parse error on line 1: extraneous or missing \" in quoted-field");
	}

}
