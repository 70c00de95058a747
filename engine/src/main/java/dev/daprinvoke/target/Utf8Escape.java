package dev.daprinvoke.target;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The form in which text of unknown encoding is kept: UTF-8 decoded, and bytes that are
 * no UTF-8 as single chars U+DC80 to U+DCFF (0xDC00 plus the byte). Nothing is lost, and
 * every later stage can tell.
 */
public final class Utf8Escape {

	private static final int ESCAPED_BYTE = 0xDC00;

	private Utf8Escape() {
	}

	/**
	 * Gives the text of bytes.
	 * @param bytes the bytes
	 * @param length how many of them
	 * @return the text
	 */
	static String text(byte[] bytes, int length) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
		CharBuffer out = CharBuffer.allocate(length);
		while (true) {
			CoderResult result = decoder.decode(in, out, true);
			if (!result.isError()) {
				return out.flip().toString();
			}
			out.put((char) (ESCAPED_BYTE + (in.get() & 0xff)));
			decoder.reset();
		}
	}

	/**
	 * Gives the text of what came over HTTP/1.1, where each char is one byte.
	 * @param latin chars U+0000 to U+00FF
	 * @return the text; the same object if it is ASCII
	 */
	public static String fromLatin1(String latin) {
		if (isAscii(latin)) {
			return latin;
		}
		byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
		return text(bytes, bytes.length);
	}

	/**
	 * Gives what to send over HTTP/1.1, where each char is one byte.
	 * @param text any text
	 * @return chars U+0000 to U+00FF; the same object if it is ASCII
	 */
	public static String toLatin1(String text) {
		return isAscii(text) ? text : new String(bytes(text), StandardCharsets.ISO_8859_1);
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 0x80) {
				return false;
			}
		}
		return true;
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
