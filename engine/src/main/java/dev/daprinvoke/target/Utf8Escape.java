package dev.daprinvoke.target;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The way back from decoded text to bytes: chars U+DC80 to U+DCFF become the single bytes
 * that {@link PercentDecoder} made them from, all others UTF-8.
 */
public final class Utf8Escape {

	private Utf8Escape() {
	}

	/**
	 * Whether a text came from bytes that were no UTF-8, and so cannot be written into a
	 * protobuf string.
	 * @param text any text
	 * @return whether it holds a lone surrogate
	 */
	public static boolean isEscaped(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isSurrogate(c)) {
				continue;
			}
			if (!Character.isHighSurrogate(c) || i + 1 == text.length()
					|| !Character.isLowSurrogate(text.charAt(i + 1))) {
				return true;
			}
			i++;
		}
		return false;
	}

	/**
	 * Gives the bytes of a text.
	 * @param text any text
	 * @return its bytes
	 */
	public static byte[] bytes(String text) {
		if (!isEscaped(text)) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
		for (int i = 0; i < text.length();) {
			int c = text.codePointAt(i);
			i += Character.charCount(c);
			if (c >= 0xDC80 && c <= 0xDCFF) {
				out.write(c & 0xff);
			}
			else {
				out.writeBytes(new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8));
			}
		}
		return out.toByteArray();
	}

}
