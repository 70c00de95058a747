package dev.daprinvoke.process.signal;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Where signals come from.
 */
public interface SignalSource {

	/**
	 * Takes a signal over.
	 * @param name the signal's name without {@code SIG}
	 * @param handler gets that name whenever the signal comes, on a thread of its own
	 * @return why it cannot be taken over and what to do, or null if it is
	 */
	@Nullable String take(String name, Consumer<String> handler);

}
