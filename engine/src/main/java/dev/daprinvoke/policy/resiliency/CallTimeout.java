package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Gives up calls that take too long.
 */
public final class CallTimeout implements InvokerLayer {

	private static final int ERRORS = 400;

	private final Duration limit;

	private final boolean untilComplete;

	private final Scheduler timer;

	/**
	 * Creates the layer.
	 * @param limit the longest that a call may take; more than zero
	 * @param untilComplete whether the time runs until the answer's body is complete, not
	 * only until the answer begins; for the body of an error it always does
	 * @param timer where the time passes
	 */
	public CallTimeout(Duration limit, boolean untilComplete, Scheduler timer) {
		if (limit.isNegative() || limit.isZero()) {
			throw new IllegalArgumentException("limit: " + limit + " (expected: more than zero)");
		}
		this.limit = limit;
		this.untilComplete = untilComplete;
		this.timer = timer;
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> new TimedCall(next, request, this);
	}

	Duration limit() {
		return this.limit;
	}

	Scheduler timer() {
		return this.timer;
	}

	InvokeResponse bounded(InvokeResponse response, Duration left) {
		// An error is no stream that anybody asked for: it is read before anybody hears
		// of it.
		if (!this.untilComplete && response.httpStatus() < ERRORS) {
			return response;
		}
		return response.body()
			.match((whole) -> response,
					(streaming) -> response.withBody(new InvokeBody.Streaming(bounded(streaming.source(), left))));
	}

	// Reactor ends a stream with the error of another publisher without cancelling it.
	private Flux<ByteBuf> bounded(Flux<ByteBuf> bytes, Duration left) {
		return Flux.defer(() -> {
			AtomicBoolean over = new AtomicBoolean();
			return bytes.takeUntilOther(Mono.delay(left, this.timer).doOnNext((alarm) -> over.set(true)))
				.concatWith(Mono.defer(() -> over.get() ? Mono.error(late()) : Mono.empty()));
		});
	}

	SidecarException late() {
		return SidecarException.unanswered(FailureStage.TIMEOUT, "no answer within " + text(this.limit), null);
	}

	private static String text(Duration limit) {
		return (limit.toMillis() % 1000 == 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
	}

}
