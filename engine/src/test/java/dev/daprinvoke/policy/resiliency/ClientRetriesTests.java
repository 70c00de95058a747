package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a client repeats, in virtual time.
 */
class ClientRetriesTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Deque<Object> outcomes = new ArrayDeque<>();

	private final List<String> bodies = new ArrayList<>();

	private final Attempts attempts = new Attempts();

	private Mono<InvokeResponse> call(InvokeRequest request, boolean allVerbs) {
		return new ClientRetries(3, new Backoff(Duration.ofMillis(100), Duration.ofMillis(150), () -> 0.5), Set.of(503),
				allVerbs, this.time)
			.around(this::next)
			.invoke(request)
			.contextWrite((context) -> context.put(Attempts.class, this.attempts));
	}

	private Mono<InvokeResponse> next(InvokeRequest request) {
		this.bodies.add(Buffers.text(request.body()));
		Object outcome = this.outcomes.removeFirst();
		return (outcome instanceof Integer status)
				? Mono.just(new InvokeResponse(status, null, new InvokeHeaders(), Buffers.whole("a" + status)))
				: Mono.error((Throwable) outcome);
	}

	private static SidecarException failure(FailureStage stage, int status) {
		return new SidecarException(stage, status, new byte[0], stage.name(), null);
	}

	@Test
	void whenAFailureIsFollowedByAnAnswerThenTheAnswerCounts() {
		this.outcomes.addAll(List.of(failure(FailureStage.BROKEN_OFF, 0), 503, 200));
		StepVerifier.create(call(Calls.request(Verb.PUT, "items", Buffers.whole("once")), false))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(99)))
			.then(() -> assertThat(this.bodies).hasSize(1))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.then(() -> assertThat(this.bodies).hasSize(2))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(150)))
			.assertNext((response) -> assertThat(Buffers.text(response.body())).isEqualTo("a200"))
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.bodies).containsExactly("once", "once", "once");
		assertThat(this.attempts.count()).isEqualTo(3);
	}

	@Test
	void whenAllAttemptsFailThenTheLastFailureCounts() {
		this.outcomes.addAll(
				List.of(503, failure(FailureStage.CALLEE_SIDECAR, 500), failure(FailureStage.NOT_REACHABLE, 0), 200));
		StepVerifier.create(call(Calls.get(), false))
			.then(() -> this.time.advanceTimeBy(LIMIT))
			.expectErrorMessage("NOT_REACHABLE")
			.verify(LIMIT);
		assertThat(this.outcomes).hasSize(1);
	}

	@Test
	void whenTheLastStatusIsOneToRepeatThenItIsTheAnswer() {
		this.outcomes.addAll(List.of(503, 503, 503));
		StepVerifier.create(call(Calls.get(), false))
			.then(() -> this.time.advanceTimeBy(LIMIT))
			.assertNext((response) -> assertThat(Buffers.text(response.body())).isEqualTo("a503"))
			.expectComplete()
			.verify(LIMIT);
	}

	@ParameterizedTest
	@CsvSource({ "GET, TIMEOUT, 0, true", "GET, BROKEN_OFF, 0, true", "GET, CALLEE_SIDECAR, 500, true",
			"GET, NOT_REACHABLE, 500, true", "GET, RESOLVER, 500, false", "GET, POLICY, 403, false",
			"GET, CALLER_SIDECAR, 500, false", "POST, NOT_REACHABLE, 0, true", "POST, NOT_REACHABLE, 500, false",
			"POST, TIMEOUT, 0, false", "POST, BROKEN_OFF, 0, false", "PATCH, CALLEE_SIDECAR, 500, false",
			"DELETE, TIMEOUT, 0, true" })
	void whenACallFailsThenVerbAndStageDecide(Verb verb, FailureStage stage, int status, boolean repeated) {
		this.outcomes.addAll(List.of(failure(stage, status), 200));
		call(Calls.request(verb, "items", InvokeBody.EMPTY), false).subscribe((response) -> response.body().discard(),
				(error) -> assertThat(error).hasMessage(stage.name()));
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.bodies).hasSize(repeated ? 2 : 1);
	}

	@Test
	void whenAllVerbsMayComeTwiceThenPostIsRepeated() {
		this.outcomes.addAll(List.of(503, 201));
		StepVerifier.create(call(Calls.post("x"), true))
			.then(() -> this.time.advanceTimeBy(LIMIT))
			.assertNext((response) -> assertThat(Buffers.text(response.body())).isEqualTo("a201"))
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenTheBodyStreamsThenItIsSentOnce() {
		this.outcomes.addAll(List.of(503, 200));
		ManualBody body = new ManualBody();
		Mono<InvokeResponse> call = new ClientRetries(3, new Backoff(Duration.ZERO, Duration.ZERO, () -> 0),
				Set.of(503), true, this.time)
			.around((request) -> {
				request.body().discard();
				return Mono.just(new InvokeResponse(503, null, new InvokeHeaders(), InvokeBody.EMPTY));
			})
			.invoke(Calls.request(Verb.PUT, "items", body.streaming()));
		StepVerifier.create(call)
			.assertNext((response) -> assertThat(response.status()).isEqualTo(503))
			.verifyComplete();
	}

	@Test
	void whenTheCallerLeavesInAPauseThenNothingIsRepeated() {
		this.outcomes.addAll(List.of(503, 200));
		call(Calls.request(Verb.PUT, "items", Buffers.whole("x")), false).subscribe().dispose();
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.bodies).hasSize(1);
	}

	@Test
	void whenTheNumberOfAttemptsIsNoneThenItIsRefused() {
		Backoff backoff = new Backoff(Duration.ZERO, Duration.ZERO, () -> 0);
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientRetries(0, backoff, Set.of(), false, this.time))
			.withMessage("max-attempts: 0 (expected: 1 or more)");
	}

}
