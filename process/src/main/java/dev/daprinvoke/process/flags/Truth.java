package dev.daprinvoke.process.flags;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The words that Dapr takes for a yes, in variables and headers.
 */
public final class Truth {

	private static final Set<String> WORDS = Set.of("1", "y", "yes", "t", "true", "on");

	private Truth() {
	}

	/**
	 * Reads a text as yes or no.
	 * @param text the text, or {@code null} where there is none
	 * @return whether it says yes; blanks around it and case do not matter
	 */
	public static boolean in(@Nullable String text) {
		return text != null && WORDS.contains(text.strip().toLowerCase(Locale.ROOT));
	}

}
