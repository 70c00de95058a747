package dev.daprinvoke.call;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.util.context.ContextView;

/**
 * How often a call was made so far. Whoever wants to know puts one into the call's
 * Reactor context under its class; whoever repeats calls counts there.
 */
public final class Attempts {

	private final AtomicInteger count = new AtomicInteger(1);

	/**
	 * Notes one more attempt, if anybody wants to know.
	 * @param context the call's context
	 */
	public static void another(ContextView context) {
		Attempts attempts = context.getOrDefault(Attempts.class, null);
		if (attempts != null) {
			attempts.count.incrementAndGet();
		}
	}

	/**
	 * How often the call was made.
	 * @return 1 or more
	 */
	public int count() {
		return this.count.get();
	}

}
