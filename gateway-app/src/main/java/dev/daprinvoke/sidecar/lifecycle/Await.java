package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;

/**
 * Lets the main thread wait for what happens on event loops. Only that thread may.
 */
final class Await {

	private Await() {
	}

	/**
	 * Waits for something.
	 * @param what what to start and wait for
	 * @param atMost how long
	 * @throws TimeoutException if it takes longer; it is cancelled then
	 * @throws ExecutionException if it fails
	 * @throws InterruptedException if the main thread is interrupted
	 */
	static <T> T end(Mono<T> what, Duration atMost) throws TimeoutException, ExecutionException, InterruptedException {
		var future = what.toFuture();
		try {
			return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		finally {
			future.cancel(false);
		}
	}

}
