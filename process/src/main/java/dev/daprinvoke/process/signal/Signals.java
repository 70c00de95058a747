package dev.daprinvoke.process.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Turns the process's signals into what they ask the process for: the first INT or TERM
 * is a graceful stop, the second ends the process at once, HUP is a restart (contract,
 * invocation.md 5.3 and 6).
 * <p>
 * A JVM left alone would end with exit code 130 or 143 and without a word. This is
 * installed before there is a log, so what it has to say waits for one.
 */
public final class Signals implements Consumer<String> {

	/** Names as Go prints them, which stand in the log lines tools look for. */
	private static final Map<String, String> STOPPING = Map.of("INT", "interrupt", "TERM", "terminated");

	private final List<Consumer<SignalLog>> unsaid = new ArrayList<>();

	private final SignalSource source;

	private final IntConsumer exit;

	private @Nullable SignalLog log;

	private boolean stopAsked;

	private CompletableFuture<Ask> ask = new CompletableFuture<>();

	/**
	 * Creates the handling without installing it.
	 * @param source where signals come from
	 * @param exit ends the process at once with the given code
	 */
	public Signals(SignalSource source, IntConsumer exit) {
		this.source = source;
		this.exit = exit;
	}

	/** Takes the signals over from the JVM. */
	public void install() {
		for (String name : List.of("TERM", "INT", "HUP")) {
			String problem = this.source.take(name, this);
			if (problem != null) {
				say((to) -> to.warn(problem));
			}
		}
	}

	/**
	 * Says what is unsaid, and from now on speaks at once.
	 * @param to the log
	 */
	public synchronized void logTo(SignalLog to) {
		this.log = to;
		this.unsaid.forEach((line) -> line.accept(to));
		this.unsaid.clear();
	}

	/**
	 * What the next life of the process will be asked for. A restart asked for before
	 * this call is forgotten: whoever calls is about to begin one.
	 * @return completes with the first ask
	 */
	public synchronized CompletionStage<Ask> next() {
		if (!this.stopAsked) {
			this.ask = new CompletableFuture<>();
		}
		return this.ask.minimalCompletionStage();
	}

	/**
	 * Whether a graceful stop was asked for, now or in an earlier life.
	 * @return true from the first such signal on
	 */
	public synchronized boolean isStopAsked() {
		return this.stopAsked;
	}

	/** Runs on a thread of its own for each signal. */
	@Override
	public void accept(String name) {
		received(name);
	}

	void received(String name) {
		String goName = STOPPING.get(name);
		if (goName == null) {
			restart();
		}
		else if (!stop(goName)) {
			say((to) -> to.warn("Received signal '" + goName + "' during shutdown; exiting immediately"));
			exitNow();
		}
	}

	private void restart() {
		CompletableFuture<Ask> asked;
		synchronized (this) {
			if (this.stopAsked) {
				say((to) -> to.info("Received signal 'hangup' during shutdown; ignoring it"));
				return;
			}
			asked = this.ask;
			say((to) -> to.info("Received signal 'hangup'; restarting the runtime"));
		}
		asked.complete(Ask.RESTART);
	}

	private boolean stop(String goName) {
		CompletableFuture<Ask> asked;
		synchronized (this) {
			if (this.stopAsked) {
				return false;
			}
			this.stopAsked = true;
			asked = this.ask;
			if (asked.isDone()) {
				// The life that is ending for a restart is the last one.
				this.ask = CompletableFuture.completedFuture(Ask.STOP);
			}
			say((to) -> to.info("Received signal '" + goName + "'; beginning shutdown"));
		}
		asked.complete(Ask.STOP);
		return true;
	}

	private synchronized void say(Consumer<SignalLog> line) {
		if (this.log != null) {
			line.accept(this.log);
		}
		else {
			this.unsaid.add(line);
		}
	}

	private void exitNow() {
		SignalLog toFlush;
		synchronized (this) {
			toFlush = this.log;
		}
		if (toFlush != null) {
			toFlush.close();
		}
		this.exit.accept(1);
	}

}
