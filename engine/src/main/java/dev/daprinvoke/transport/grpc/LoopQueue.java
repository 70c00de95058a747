package dev.daprinvoke.transport.grpc;

import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.concurrent.EventExecutor;

/**
 * What is to be done on an event loop, in the order in which it was said, by whatever
 * threads: at once on the loop itself, unless something waits.
 */
final class LoopQueue {

	private final EventExecutor loop;

	private final AtomicInteger waiting = new AtomicInteger();

	LoopQueue(EventExecutor loop) {
		this.loop = loop;
	}

	/**
	 * Does something.
	 * @param task what to do; after the loop's end it is not done
	 */
	void submit(Runnable task) {
		if (this.waiting.get() == 0 && this.loop.inEventLoop()) {
			task.run();
			return;
		}
		this.waiting.incrementAndGet();
		this.loop.execute(() -> {
			this.waiting.decrementAndGet();
			task.run();
		});
	}

}
