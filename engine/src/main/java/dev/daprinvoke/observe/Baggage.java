package dev.daprinvoke.observe;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.GoQuoted;

/**
 * The grammar of the header {@code baggage} (W3C Baggage, section 3.3), and what clients
 * of Dapr are told of a header that does not follow it (contract section 1.6).
 */
public final class Baggage {

	private static final int MOST_BYTES = 8192;

	private static final int MOST_MEMBER_BYTES = 4096;

	private static final int MOST_MEMBERS = 180;

	private static final Pattern KEY = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private Baggage() {
	}

	/**
	 * Checks a header.
	 * @param header its value, one char for each byte
	 * @return what is wrong with it, or {@code null} if nothing is
	 */
	public static @Nullable String problem(String header) {
		if (header.length() > MOST_BYTES) {
			return "baggage-string too large: " + header.length();
		}
		Set<String> keys = new HashSet<>();
		for (String member : header.split(",", -1)) {
			String problem = memberProblem(member, keys);
			if (problem != null) {
				return problem;
			}
		}
		return (keys.size() > MOST_MEMBERS) ? "too many list-members in baggage-string" : null;
	}

	private static @Nullable String memberProblem(String member, Set<String> keys) {
		if (member.length() > MOST_MEMBER_BYTES) {
			return "list-member too large: " + member.length();
		}
		String[] parts = member.split(";", -1);
		for (int i = 1; i < parts.length; i++) {
			if (!parts[i].isEmpty() && !isProperty(parts[i])) {
				return "invalid baggage list-member property: " + GoQuoted.of(parts[i]);
			}
		}
		int equals = parts[0].indexOf('=');
		if (equals < 0) {
			return "invalid baggage list-member: " + GoQuoted.of(member);
		}
		String key = parts[0].substring(0, equals).strip();
		if (!KEY.matcher(key).matches()) {
			return "invalid key: " + GoQuoted.of(key);
		}
		keys.add(key);
		String value = parts[0].substring(equals + 1);
		return isValue(value.strip()) ? null : "invalid value: " + GoQuoted.of(value);
	}

	private static boolean isProperty(String property) {
		int equals = property.indexOf('=');
		String key = (equals < 0) ? property : property.substring(0, equals);
		return KEY.matcher(key.strip()).matches() && (equals < 0 || isValue(property.substring(equals + 1).strip()));
	}

	// Printable, but no blank, double quote, comma, semicolon or backslash; a percent
	// sign
	// begins an escape.
	private static boolean isValue(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean legal = c > ' ' && c <= '~' && "\",;\\".indexOf(c) < 0 && (c != '%' || isEscape(text, i));
			if (!legal) {
				return false;
			}
		}
		return true;
	}

	private static boolean isEscape(String text, int at) {
		return at + 2 < text.length() && Character.digit(text.charAt(at + 1), 16) >= 0
				&& Character.digit(text.charAt(at + 2), 16) >= 0;
	}

}
