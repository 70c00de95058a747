package dev.daprinvoke.policy.access;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.CleanPath;
import dev.daprinvoke.target.Utf8Escape;

/**
 * What an app sees that decodes a path once more: percent escapes of a method are
 * literals to a sidecar, most apps decode them.
 */
final class DecodedOperation {

	private DecodedOperation() {
	}

	/**
	 * Decodes and cleans a method.
	 * @param operation the method, normalised
	 * @return what the app sees, or {@code null} if that is the same
	 */
	static @Nullable String of(String operation) {
		if (!hasEscape(operation)) {
			return null;
		}
		byte[] raw = Utf8Escape.bytes(operation);
		byte[] decoded = new byte[raw.length];
		int length = 0;
		for (int i = 0; i < raw.length; i++) {
			int value = escaped(raw, i);
			decoded[length++] = (value >= 0) ? (byte) value : raw[i];
			i += (value >= 0) ? 2 : 0;
		}
		return cleaned(new String(decoded, 0, length, StandardCharsets.UTF_8));
	}

	private static String cleaned(String path) {
		// Rooted: what leads above the root ends there.
		return CleanPath.of("/" + path).substring(1);
	}

	private static boolean hasEscape(String operation) {
		for (int i = operation.indexOf('%'); i >= 0 && i + 2 < operation.length(); i = operation.indexOf('%', i + 1)) {
			if (Character.digit(operation.charAt(i + 1), 16) >= 0
					&& Character.digit(operation.charAt(i + 2), 16) >= 0) {
				return true;
			}
		}
		return false;
	}

	private static int escaped(byte[] raw, int at) {
		if (raw[at] != '%' || at + 2 >= raw.length) {
			return -1;
		}
		int high = Character.digit(raw[at + 1], 16);
		int low = Character.digit(raw[at + 2], 16);
		return (high < 0 || low < 0) ? -1 : high << 4 | low;
	}

}
