package dev.daprinvoke.sidecar;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the process's signals into a graceful stop: the first INT or TERM asks for one,
 * the second ends the process at once (contract, invocation.md 5.3).
 * <p>
 * A JVM left alone would end with exit code 130 or 143 and without a word.
 */
final class Signals {

	private static final Logger logger = LoggerFactory.getLogger("dapr.runtime");

	/** Names as Go prints them, which stand in the log line tools look for. */
	private static final Map<String, String> STOPPING = Map.of("INT", "interrupt", "TERM", "terminated");

	private final AtomicBoolean asked = new AtomicBoolean();

	private final CompletableFuture<String> stop = new CompletableFuture<>();

	private final BiConsumer<String, Consumer<String>> source;

	private final IntConsumer exit;

	/**
	 * Creates the handling without installing it.
	 * @param source calls back with a signal's name whenever that signal comes
	 * @param exit ends the process at once with the given code
	 */
	Signals(BiConsumer<String, Consumer<String>> source, IntConsumer exit) {
		this.source = source;
		this.exit = exit;
	}

	/** Takes the signals over from the JVM. */
	void install() {
		STOPPING.keySet().forEach((name) -> this.source.accept(name, this::received));
		this.source.accept("HUP", this::received);
	}

	/**
	 * Completes with the name of the first signal that asks for a stop.
	 * @return a view that cannot be completed
	 */
	CompletionStage<String> stop() {
		return this.stop.minimalCompletionStage();
	}

	/** Runs on a thread of its own for each signal. */
	void received(String name) {
		String goName = STOPPING.get(name);
		if (goName == null) {
			logger.warn("Received signal 'hangup', but restarting the runtime is not built yet: it goes on as it is");
		}
		else if (this.asked.compareAndSet(false, true)) {
			logger.info("Received signal '{}'; beginning shutdown", goName);
			this.stop.complete(goName);
		}
		else {
			logger.warn("Received signal '{}' during shutdown; exiting immediately", goName);
			this.exit.accept(1);
		}
	}

}
