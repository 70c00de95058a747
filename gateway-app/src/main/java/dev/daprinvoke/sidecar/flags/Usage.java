package dev.daprinvoke.sidecar.flags;

import java.util.stream.Stream;

/**
 * The text {@code --help} prints: every flag with its kind, meaning and default.
 */
public final class Usage {

	private Usage() {
	}

	/**
	 * Makes the text.
	 * @return lines, the last one ending in a line feed
	 */
	public static String text() {
		int width = Stream.of(DaprdFlag.values()).mapToInt((flag) -> head(flag).length()).max().orElse(0);
		StringBuilder usage = new StringBuilder("Usage of daprd:\n");
		for (DaprdFlag flag : DaprdFlag.values()) {
			String head = head(flag);
			usage.append(head).append(" ".repeat(width - head.length() + 3));
			usage.append(flag.meaning()).append(defaultOf(flag)).append('\n');
		}
		return usage.toString();
	}

	private static String head(DaprdFlag flag) {
		String typeName = flag.kind().typeName();
		return "      --" + flag.flagName() + (typeName.isEmpty() ? "" : " " + typeName);
	}

	private static String defaultOf(DaprdFlag flag) {
		String value = flag.defaultValue();
		if (value.isEmpty() || value.equals("false")) {
			return "";
		}
		return (flag.kind() == FlagKind.STRING) ? " (default \"%s\")".formatted(value)
				: " (default %s)".formatted(value);
	}

}
