package dev.daprinvoke.resource;

import java.io.IOException;
import java.util.Map;

/**
 * Replaces {@code $VAR} and <code>${VAR}</code> in the text of a Configuration file
 * (contract section 7.1), with the edges of Go's {@code os.Expand}: {@code $} before
 * anything that cannot begin a name stays, <code>${}</code> and an unclosed
 * <code>${</code> vanish, {@code $1} and {@code $$} are names of one character.
 *
 * @param variables the environment; a variable that is not there is empty
 */
record EnvironmentExpansion(Map<String, String> variables) {

	private static final String ONE_CHARACTER_NAMES = "*#$@!?-0123456789";

	/**
	 * Expands a text.
	 * @param text the text
	 * @return the expanded text
	 * @throws IOException if it would be larger than a file may be; the message continues
	 * a sentence that begins with the file's name
	 */
	String expand(String text) throws IOException {
		StringBuilder expanded = new StringBuilder(text.length());
		int at = 0;
		int dollar;
		while ((dollar = text.indexOf('$', at)) >= 0) {
			expanded.append(text, at, dollar);
			at = name(text, dollar + 1, expanded);
			if (expanded.length() > YamlReader.MAX_SIZE) {
				throw new IOException(
						"is larger than " + Quantity.ofBytes(YamlReader.MAX_SIZE) + " with its variables");
			}
		}
		return expanded.append(text, at, text.length()).toString();
	}

	private int name(String text, int start, StringBuilder expanded) {
		char first = (start < text.length()) ? text.charAt(start) : ' ';
		if (first == '{') {
			return braced(text, start + 1, expanded);
		}
		int end = start;
		if (ONE_CHARACTER_NAMES.indexOf(first) >= 0) {
			end++;
		}
		else {
			while (end < text.length() && isNamePart(text.charAt(end))) {
				end++;
			}
		}
		expanded.append((end == start) ? "$" : value(text.substring(start, end)));
		return end;
	}

	private int braced(String text, int start, StringBuilder expanded) {
		int end = text.indexOf('}', start);
		if (end < 0) {
			return start;
		}
		expanded.append(value(text.substring(start, end)));
		return end + 1;
	}

	private String value(String name) {
		return this.variables.getOrDefault(name, "");
	}

	private static boolean isNamePart(char c) {
		return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

}
