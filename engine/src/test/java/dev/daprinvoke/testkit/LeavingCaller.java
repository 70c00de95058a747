package dev.daprinvoke.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

import dev.daprinvoke.message.InvokeResponse;

/**
 * A caller who may leave at any moment, by {@link #cancel()}: it gives back an answer
 * even if it comes after that, which Reactor's own subscribers for lambdas do not.
 */
public class LeavingCaller extends BaseSubscriber<InvokeResponse> {

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile boolean answered;

	private volatile @Nullable Throwable failure;

	@Override
	protected void hookOnNext(InvokeResponse response) {
		this.answered = true;
		response.body().discard();
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.failure = error;
	}

	@Override
	protected void hookFinally(SignalType type) {
		this.over.countDown();
	}

	public boolean isAnswered() {
		return this.answered;
	}

	/**
	 * Why the call failed.
	 * @return the failure, or {@code null}
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Waits for the end of the call, ten seconds at most.
	 * @return this
	 */
	public LeavingCaller awaitEnd() {
		try {
			if (!this.over.await(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("the call did not end within 10 seconds");
			}
			return this;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
