package dev.daprinvoke.process.signal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which signals this process was started with ignored, as far as the kernel tells: Linux
 * does, in {@code /proc}.
 */
final class IgnoredSignals {

	private static final String LINE = "\nSigIgn:";

	private IgnoredSignals() {
	}

	static Set<String> ofThisProcess() {
		try (FileInputStream status = new FileInputStream("/proc/self/status")) {
			return in(new String(status.readAllBytes(), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			// Not Linux, or no /proc: nobody tells, and mostly nothing is ignored.
			return Set.of();
		}
	}

	/**
	 * Reads the mask of ignored signals.
	 * @param status the text of {@code /proc/self/status}
	 * @return names without {@code SIG}, of those that {@link Signals} takes
	 */
	static Set<String> in(String status) {
		Set<String> names = new HashSet<>();
		int line = status.indexOf(LINE);
		if (line >= 0) {
			int end = status.indexOf('\n', line + 1);
			String mask = status.substring(line + LINE.length(), (end < 0) ? status.length() : end).strip();
			long bits = Long.parseUnsignedLong(mask, 16);
			for (Map.Entry<String, Integer> signal : DefaultDisposition.NUMBERS.entrySet()) {
				if ((bits & (1L << (signal.getValue() - 1))) != 0) {
					names.add(signal.getKey());
				}
			}
		}
		return names;
	}

}
