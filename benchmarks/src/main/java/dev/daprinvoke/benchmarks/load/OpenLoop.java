package dev.daprinvoke.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.channel.EventLoopGroup;

/**
 * 1 KB GET requests at a fixed rate, whether or not earlier ones have been answered. Each
 * latency counts from the moment the request was due, not from when it could be sent, so
 * that a stall shows in every request it delayed (no coordinated omission).
 */
public final class OpenLoop implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(30);

	private final EventLoopGroup eventLoop = Transport.newEventLoop();

	/**
	 * Sends the requests and waits for all answers.
	 * @param target where to
	 * @param perSecond how many requests in a second
	 * @param count how many requests altogether
	 * @return the latencies
	 * @throws LoadFailure if a request was not answered with 200
	 */
	public Latencies run(Target target, int perSecond, int count) throws InterruptedException {
		return run(List.of(target), perSecond, count);
	}

	/**
	 * Sends the requests to several targets in turn and waits for all answers.
	 * @param targets where to, all at one address
	 * @param perSecond how many requests in a second, to all together
	 * @param count how many requests altogether
	 * @return the latencies
	 * @throws LoadFailure if a request was not answered with 200
	 */
	public Latencies run(List<Target> targets, int perSecond, int count) throws InterruptedException {
		OpenLoopRun run = new OpenLoopRun(this.eventLoop.next(), targets, perSecond, count);
		Duration bound = Duration.ofSeconds(count / perSecond).plus(GRACE);
		try {
			return run.start().get(bound.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new LoadFailure(
					"requests at " + perSecond + "/s were not all answered within " + bound.toSeconds() + " s");
		}
		catch (ExecutionException ex) {
			throw new LoadFailure(LoadFailure.reason(ex));
		}
		finally {
			run.stop();
		}
	}

	@Override
	public void close() {
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
