package dev.daprinvoke.resolve.mdns;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import reactor.core.Disposable;

/**
 * The {@link Timeline} of an event loop.
 */
final class LoopTimeline implements Timeline {

	private final EventLoop loop;

	LoopTimeline(EventLoop loop) {
		this.loop = loop;
	}

	@Override
	public long nanos() {
		return System.nanoTime();
	}

	@Override
	public void run(Runnable task) {
		if (this.loop.inEventLoop()) {
			task.run();
		}
		else {
			this.loop.execute(task);
		}
	}

	@Override
	public Disposable after(Duration delay, Runnable task) {
		ScheduledFuture<?> future = this.loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

}
