package dev.daprinvoke.sidecar.lifecycle;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.concurrent.FastThreadLocalThread;
import reactor.core.scheduler.NonBlocking;

/**
 * Makes the threads of event loops, of which Reactor knows that they must not block.
 */
final class LoopThreads implements ThreadFactory {

	private final AtomicInteger count = new AtomicInteger();

	@Override
	public Thread newThread(Runnable loop) {
		Thread thread = new LoopThread(loop);
		thread.setName("dapr-loop-" + this.count.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	private static final class LoopThread extends FastThreadLocalThread implements NonBlocking {

		LoopThread(Runnable loop) {
			super(loop);
		}

	}

}
