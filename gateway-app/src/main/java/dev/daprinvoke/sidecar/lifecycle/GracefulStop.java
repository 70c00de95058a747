package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Stops a sidecar without losing a call in flight: first nobody finds it any more, then
 * calls from other sidecars finish, then all else closes within the grace period
 * (contract section 5.3).
 */
final class GracefulStop {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private final Duration gracePeriod;

	private final Fates fates;

	/**
	 * Creates the stop.
	 * @param gracePeriod how long the last phase may take; zero means any time
	 * @param fates what the stop is for, and whether it is still to be graceful
	 */
	GracefulStop(Duration gracePeriod, Fates fates) {
		this.gracePeriod = gracePeriod;
		this.fates = fates;
	}

	/**
	 * Lets nobody find this sidecar any more, unless it will be back in a moment.
	 * @param names how it is found
	 */
	GracefulStop withdraw(Names names) throws InterruptedException {
		if (this.fates.gravest() != Fate.RESTART) {
			names.withdraw();
		}
		return this;
	}

	/**
	 * Waits for calls in flight, however long they take: a second signal ends the wait. A
	 * restart waits for them as long as the grace period at most.
	 * @param cutOff breaks off the calls that are left
	 * @param ends each completes when the calls that came in one way have finished
	 */
	GracefulStop finishCalls(Runnable cutOff, Mono<?>... ends) throws InterruptedException {
		CompletableFuture<?> end = CompletableFuture.anyOf(Mono.when(ends).toFuture(), this.fates.forced());
		try {
			if (this.fates.gravest() == Fate.RESTART && !this.gracePeriod.isZero()) {
				end.get(this.gracePeriod.toMillis(), TimeUnit.MILLISECONDS);
			}
			else {
				end.get();
			}
		}
		catch (TimeoutException ex) {
			log.warn("Graceful shutdown timeout exceeded, restarting without the calls that are left");
			cutOff.run();
		}
		catch (ExecutionException ex) {
			log.warn("A gRPC server did not stop in order: {}", ex.getMessage());
		}
		return this;
	}

	/**
	 * Closes the rest side by side. What does not close within the grace period is given
	 * up; the process with it, unless it goes on after a restart.
	 * @param closing what to close
	 * @return the exit code
	 */
	int thenClose(Runnable... closing) throws InterruptedException {
		CompletableFuture<?> all = CompletableFuture.allOf(Arrays.stream(closing)
			.map((each) -> CompletableFuture.runAsync(each, GracefulStop::inOwnThread))
			.toArray(CompletableFuture<?>[]::new));
		CompletableFuture<?> end = CompletableFuture.anyOf(all, this.fates.forced());
		try {
			if (this.gracePeriod.isZero()) {
				end.get();
			}
			else {
				end.get(this.gracePeriod.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (TimeoutException ex) {
			return timedOut();
		}
		catch (ExecutionException ex) {
			log.error("The sidecar did not stop in order", ex);
			return 1;
		}
		return all.isDone() ? 0 : 1;
	}

	private int timedOut() {
		if (this.fates.gravest() == Fate.RESTART) {
			log.warn("Graceful shutdown timeout exceeded, restarting without the calls that are left");
			return 0;
		}
		log.warn("Graceful shutdown timeout exceeded, forcing shutdown");
		return 1;
	}

	// One that does not end must not keep another waiting, nor the process.
	private static void inOwnThread(Runnable closing) {
		Thread thread = new Thread(closing, "stop");
		thread.setDaemon(true);
		thread.start();
	}

}
