package dev.daprinvoke.process.flags;

import java.util.List;

/**
 * The text {@code --help} prints: every flag with its kind, meaning and default.
 */
public final class Usage {

	private Usage() {
	}

	/**
	 * Makes the text.
	 * @param process the process's name
	 * @param flags its flags
	 * @return lines, the last one ending in a line feed
	 */
	public static String text(String process, List<? extends Flag> flags) {
		int width = flags.stream().mapToInt((flag) -> head(flag).length()).max().orElse(0);
		StringBuilder usage = new StringBuilder("Usage of " + process + ":\n");
		for (Flag flag : flags) {
			String head = head(flag);
			usage.append(head).append(" ".repeat(width - head.length() + 3));
			usage.append(flag.meaning()).append(defaultOf(flag)).append('\n');
		}
		return usage.toString();
	}

	private static String head(Flag flag) {
		String typeName = flag.kind().typeName();
		return "      --" + flag.flagName() + (typeName.isEmpty() ? "" : " " + typeName);
	}

	private static String defaultOf(Flag flag) {
		String value = flag.defaultValue();
		if (value.isEmpty() || value.equals("false")) {
			return "";
		}
		return (flag.kind() == FlagKind.STRING) ? " (default \"%s\")".formatted(value)
				: " (default %s)".formatted(value);
	}

}
