package dev.daprinvoke.message;

import java.nio.charset.StandardCharsets;

/**
 * The letter case in which header names of HTTP origin travel between sidecars: the
 * receiver compares some of them case-sensitively (contract section 2.3).
 */
public final class HeaderName {

	private static final boolean[] TOKEN = tokenCharacters();

	private HeaderName() {
	}

	/**
	 * Gives a name the canonical MIME case: upper case at the start and after each
	 * hyphen, lower case elsewhere. A name with a character that no header name may hold
	 * stays as it is.
	 * @param name a header name
	 * @return the canonical form; the same object if it has that form already
	 */
	public static String canonical(String name) {
		boolean upper = true;
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (!isTokenCharacter(c)) {
				return name;
			}
			if (c != inCase(c, upper)) {
				return rewrite(name, i, upper);
			}
			upper = (c == '-');
		}
		return name;
	}

	/**
	 * Whether HTTP knows the name.
	 * @param name a name
	 * @return whether it has characters, all of which header names may hold
	 */
	public static boolean isLegal(String name) {
		for (int i = 0; i < name.length(); i++) {
			if (!isTokenCharacter(name.charAt(i))) {
				return false;
			}
		}
		return !name.isEmpty();
	}

	private static String rewrite(String name, int from, boolean upperAtFrom) {
		byte[] result = new byte[name.length()];
		for (int i = 0; i < from; i++) {
			result[i] = (byte) name.charAt(i);
		}
		boolean upper = upperAtFrom;
		for (int i = from; i < result.length; i++) {
			char c = name.charAt(i);
			if (!isTokenCharacter(c)) {
				return name;
			}
			result[i] = (byte) inCase(c, upper);
			upper = (c == '-');
		}
		return new String(result, StandardCharsets.ISO_8859_1);
	}

	private static char inCase(char c, boolean upper) {
		if (upper) {
			return (c >= 'a' && c <= 'z') ? (char) (c - 32) : c;
		}
		return (c >= 'A' && c <= 'Z') ? (char) (c + 32) : c;
	}

	private static boolean isTokenCharacter(char c) {
		return c < TOKEN.length && TOKEN[c];
	}

	private static boolean[] tokenCharacters() {
		boolean[] token = new boolean[128];
		for (char c = '0'; c <= 'z'; c++) {
			token[c] = Character.isLetterOrDigit(c);
		}
		for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
			token[c] = true;
		}
		return token;
	}

}
