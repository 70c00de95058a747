package dev.daprinvoke.target;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Turns percent-encoded text into characters. Bytes that are no UTF-8 survive as single
 * chars U+DC80 to U+DCFF (0xDC00 plus the byte), so that nothing is lost and every later
 * stage can tell.
 */
public final class PercentDecoder {

	private static final int ESCAPED_BYTE = 0xDC00;

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
		return characters(bytes, length);
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

	private static String characters(byte[] bytes, int length) {
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

}
