package dev.daprinvoke.target;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Turns percent-encoded text into characters, those of {@link Utf8Escape} where the bytes
 * are no UTF-8.
 */
public final class PercentDecoder {

	private PercentDecoder() {
	}

	/**
	 * Decodes a URL path; a plus stays a plus.
	 * @param raw the path, each char one byte as it came over the wire
	 * @return the text, or {@code null} if a percent sign is not followed by two hex
	 * digits
	 */
	public static @Nullable String path(String raw) {
		return decode(raw, false);
	}

	/**
	 * Decodes a part of a query; a plus is a space.
	 * @param text the text
	 * @return the decoded text; the text itself if it holds a bad escape
	 */
	public static String queryOrRaw(String text) {
		if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
			return text;
		}
		String latin = new String(Utf8Escape.bytes(text), StandardCharsets.ISO_8859_1);
		String decoded = decode(latin, true);
		return (decoded != null) ? decoded : text;
	}

	private static @Nullable String decode(String raw, boolean plusIsSpace) {
		if (isPlain(raw, plusIsSpace)) {
			return raw;
		}
		byte[] bytes = new byte[raw.length()];
		int length = 0;
		for (int i = 0; i < raw.length(); i++) {
			char c = raw.charAt(i);
			if (c == '%') {
				if (i + 2 >= raw.length()) {
					return null;
				}
				int high = Character.digit(raw.charAt(i + 1), 16);
				int low = Character.digit(raw.charAt(i + 2), 16);
				if (high < 0 || low < 0) {
					return null;
				}
				bytes[length++] = (byte) (high << 4 | low);
				i += 2;
			}
			else {
				bytes[length++] = (byte) ((c == '+' && plusIsSpace) ? ' ' : c);
			}
		}
		return Utf8Escape.text(bytes, length);
	}

	private static boolean isPlain(String raw, boolean plusIsSpace) {
		for (int i = 0; i < raw.length(); i++) {
			char c = raw.charAt(i);
			if (c == '%' || c >= 0x80 || (c == '+' && plusIsSpace)) {
				return false;
			}
		}
		return true;
	}

}
