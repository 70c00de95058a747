package dev.daprinvoke.scenario.zerotrust;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.daprinvoke.harness.RawResponse;

/**
 * Calls that go on, one after the other on each of some threads, until they are ended.
 */
final class Load implements AutoCloseable {

	private static final int THREADS = 4;

	private static final int MOST_PROBLEMS = 20;

	private final Supplier<RawResponse> call;

	private final AtomicInteger calls = new AtomicInteger();

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private final CountDownLatch ended = new CountDownLatch(THREADS);

	private volatile boolean stopped;

	/**
	 * Begins.
	 * @param call makes one call
	 */
	Load(Supplier<RawResponse> call) {
		this.call = call;
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(this::run, "load-" + i);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void run() {
		while (!this.stopped && this.problems.size() < MOST_PROBLEMS) {
			try {
				RawResponse answer = this.call.get();
				if (answer.status() != 200) {
					this.problems.add(answer.toString());
				}
			}
			catch (RuntimeException | AssertionError ex) {
				this.problems.add(ex.toString());
			}
			this.calls.incrementAndGet();
		}
		this.ended.countDown();
	}

	/** How many calls were made so far. */
	int calls() {
		return this.calls.get();
	}

	/** What went wrong so far. */
	List<String> problems() {
		return this.problems;
	}

	/** Ends it, and waits for the calls under way. */
	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		if (!this.ended.await(30, TimeUnit.SECONDS)) {
			throw new AssertionError("the load did not end");
		}
	}

}
