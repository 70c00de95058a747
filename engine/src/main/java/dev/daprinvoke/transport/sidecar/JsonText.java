package dev.daprinvoke.transport.sidecar;

import org.jspecify.annotations.Nullable;

/**
 * Reads a text from a small JSON object, as sidecars answer it: members that are texts,
 * in any order.
 */
final class JsonText {

	private final String json;

	private int position;

	private JsonText(String json) {
		this.json = json;
	}

	/**
	 * Finds a member of an object, before any member that is not a text.
	 * @param json the object
	 * @param name the member's name
	 * @return its value, or {@code null} if there is none or the text is no such object
	 */
	static @Nullable String member(String json, String name) {
		JsonText reader = new JsonText(json);
		if (!reader.skip('{')) {
			return null;
		}
		do {
			String key = reader.text();
			String value = (key != null && reader.skip(':')) ? reader.text() : null;
			if (value == null || name.equals(key)) {
				return value;
			}
		}
		while (reader.skip(','));
		return null;
	}

	private boolean skip(char wanted) {
		while (this.position < this.json.length() && this.json.charAt(this.position) <= ' ') {
			this.position++;
		}
		boolean found = this.position < this.json.length() && this.json.charAt(this.position) == wanted;
		this.position += found ? 1 : 0;
		return found;
	}

	private @Nullable String text() {
		if (!skip('"')) {
			return null;
		}
		StringBuilder out = new StringBuilder();
		while (this.position < this.json.length()) {
			char c = this.json.charAt(this.position++);
			if (c == '"') {
				return out.toString();
			}
			if (c != '\\') {
				out.append(c);
			}
			else if (!escape(out)) {
				return null;
			}
		}
		return null;
	}

	private boolean escape(StringBuilder out) {
		if (this.position == this.json.length()) {
			return false;
		}
		char c = this.json.charAt(this.position++);
		switch (c) {
			case '"', '\\', '/' -> out.append(c);
			case 'b' -> out.append('\b');
			case 'f' -> out.append('\f');
			case 'n' -> out.append('\n');
			case 'r' -> out.append('\r');
			case 't' -> out.append('\t');
			case 'u' -> {
				return unicode(out);
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private boolean unicode(StringBuilder out) {
		if (this.position + 4 > this.json.length()) {
			return false;
		}
		int value = 0;
		for (int i = 0; i < 4; i++) {
			int digit = Character.digit(this.json.charAt(this.position++), 16);
			if (digit < 0) {
				return false;
			}
			value = value << 4 | digit;
		}
		out.append((char) value);
		return true;
	}

}
