package dev.daprinvoke.resolve.sqlite;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.resolve.NameResolutionException;

/**
 * The one thread on which the blocking SQLite library is used, with a bounded queue and a
 * bound on every wait.
 */
final class FileThread {

	static final int QUEUE_SIZE = 256;

	private static final int IDLE_SECONDS = 60;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private final Scheduler scheduler;

	private final Scheduler timer;

	private final Duration timeout;

	FileThread(Scheduler scheduler, Scheduler timer, Duration timeout) {
		this.scheduler = scheduler;
		this.timer = timer;
		this.timeout = timeout;
	}

	static FileThread start(Duration timeout) {
		return new FileThread(Schedulers.newBoundedElastic(1, QUEUE_SIZE, "sqlite-resolver", IDLE_SECONDS, true),
				Schedulers.parallel(), timeout);
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	Scheduler timer() {
		return this.timer;
	}

	long now(TimeUnit unit) {
		return this.scheduler.now(unit);
	}

	/** Repeats an action, which must not throw, beginning after one interval. */
	Disposable every(Duration interval, Runnable action) {
		return this.scheduler.schedulePeriodically(action, interval.toMillis(), interval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Does a piece of work on the thread.
	 * @param what what it does, for the message of an error: {@code look up cart}
	 * @param work the work
	 * @return its result, or a {@link NameResolutionException} when it fails, takes
	 * longer than the timeout, finds the queue full or the thread closed
	 */
	<T> Mono<T> run(String what, Callable<T> work) {
		Mono<T> isClosed = this.closed.asMono()
			.then(Mono.error(() -> new NameResolutionException("name resolver is closed")));
		return Mono.firstWithSignal(isClosed, execute(what, work));
	}

	/** Ends the work that waits with an error, does a last piece, and ends the thread. */
	Mono<Void> close(Callable<?> last) {
		return Mono.defer(() -> {
			if (this.closed.tryEmitEmpty().isFailure()) {
				return Mono.empty();
			}
			return execute("close the file", last).doFinally((signal) -> dispose()).then();
		});
	}

	void dispose() {
		this.scheduler.dispose();
	}

	private <T> Mono<T> execute(String what, Callable<T> work) {
		return Mono.fromSupplier(() -> attempt(work))
			.subscribeOn(this.scheduler)
			.timeout(this.timeout, this.timer)
			.flatMap(Function.identity())
			.onErrorMap((ex) -> explain(what, ex));
	}

	/**
	 * Makes a failure a value: one that comes when nobody waits any more is not to be
	 * logged as dropped.
	 */
	private static <T> Mono<T> attempt(Callable<T> work) {
		try {
			return Mono.just(work.call());
		}
		catch (Exception ex) {
			return Mono.error(ex);
		}
	}

	private Throwable explain(String what, Throwable ex) {
		if (ex instanceof NameResolutionException) {
			return ex;
		}
		String reason = ex.getMessage();
		if (ex instanceof TimeoutException) {
			reason = "it took longer than " + this.timeout.toMillis() + " ms";
		}
		else if (ex instanceof RejectedExecutionException) {
			reason = "more than " + QUEUE_SIZE + " operations are waiting";
		}
		return new NameResolutionException("could not " + what + " in SQLite: " + reason, ex);
	}

}
