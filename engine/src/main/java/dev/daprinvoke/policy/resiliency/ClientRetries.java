package dev.daprinvoke.policy.resiliency;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;

/**
 * Repeats calls through a sidecar for a client that asks for it: calls that the own
 * sidecar was not there to take, whatever they are, and calls that an app may get twice
 * after other failures too. Bodies that are streamed are sent once.
 */
public final class ClientRetries implements InvokerLayer {

	private static final Set<Verb> REPEATABLE = Set.of(Verb.GET, Verb.HEAD, Verb.OPTIONS, Verb.PUT, Verb.DELETE);

	private final int maxAttempts;

	private final Backoff backoff;

	private final Set<Integer> statuses;

	private final boolean allVerbs;

	private final Scheduler timer;

	/**
	 * Creates the layer.
	 * @param maxAttempts how often a call is made at most, the first time included; at
	 * least 1
	 * @param backoff the pauses
	 * @param statuses the statuses of apps after which a call is repeated
	 * @param allVerbs whether an app may get calls of any verb twice
	 * @param timer where pauses are waited for
	 */
	public ClientRetries(int maxAttempts, Backoff backoff, Set<Integer> statuses, boolean allVerbs, Scheduler timer) {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("max-attempts: " + maxAttempts + " (expected: 1 or more)");
		}
		this.maxAttempts = maxAttempts;
		this.backoff = backoff;
		this.statuses = Set.copyOf(statuses);
		this.allVerbs = allVerbs;
		this.timer = timer;
	}

	@Override
	public Invoker around(Invoker next) {
		return RepeatableCalls.by(next, (request, attempt) -> from(1, request.verb(), attempt));
	}

	private Mono<InvokeResponse> from(int number, @Nullable Verb verb, Mono<InvokeResponse> attempt) {
		if (number == this.maxAttempts) {
			return attempt;
		}
		return attempt.map(Outcome::of)
			.onErrorResume(SidecarException.class, (failure) -> Mono.just(Outcome.of(failure)))
			.flatMap((outcome) -> {
				if (!isRepeated(outcome, verb)) {
					return outcome.end();
				}
				outcome.discard();
				return after(number, verb, attempt);
			});
	}

	private Mono<InvokeResponse> after(int number, @Nullable Verb verb, Mono<InvokeResponse> attempt) {
		return Mono.delay(this.backoff.before(number), this.timer).then(Mono.deferContextual((context) -> {
			Attempts.another(context);
			return from(number + 1, verb, attempt);
		}));
	}

	private boolean isRepeated(Outcome outcome, @Nullable Verb verb) {
		SidecarException failure = outcome.failure();
		if (failure == null) {
			return outcome.hasStatus(this.statuses) && mayComeTwice(verb);
		}
		return switch (failure.stage()) {
			case NOT_REACHABLE -> failure.status() == 0 || mayComeTwice(verb);
			case CALLEE_SIDECAR, TIMEOUT, BROKEN_OFF -> mayComeTwice(verb);
			case CALLER_SIDECAR, RESOLVER, POLICY -> false;
		};
	}

	private boolean mayComeTwice(@Nullable Verb verb) {
		return this.allVerbs || (verb != null && REPEATABLE.contains(verb));
	}

	/** How an attempt ended: one of the two is there. */
	private record Outcome(@Nullable InvokeResponse response, @Nullable SidecarException failure) {

		static Outcome of(InvokeResponse response) {
			return new Outcome(response, null);
		}

		static Outcome of(SidecarException failure) {
			return new Outcome(null, failure);
		}

		boolean hasStatus(Set<Integer> statuses) {
			return this.response != null && statuses.contains(this.response.httpStatus());
		}

		Mono<InvokeResponse> end() {
			return (this.failure != null) ? Mono.error(this.failure) : Mono.justOrEmpty(this.response);
		}

		void discard() {
			if (this.response != null) {
				this.response.body().discard();
			}
		}

	}

}
