package dev.daprinvoke.transport.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 4, health checks; settled: a success resets the count of failures.
 */
class HealthProbesTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final Deque<Mono<Boolean>> answers = new ArrayDeque<>();

	private final AtomicInteger asked = new AtomicInteger();

	private final HealthProbes probes = new HealthProbes(Mono.defer(this::answer), INTERVAL, TIMEOUT, 3, this.timer,
			() -> "HealthCheck: UNIMPLEMENTED");

	@AfterEach
	void stop() {
		this.timer.dispose();
	}

	private Mono<Boolean> answer() {
		this.asked.incrementAndGet();
		return this.answers.isEmpty() ? Mono.just(false) : this.answers.remove();
	}

	private void answering(Boolean... inOrder) {
		List.of(inOrder).forEach((each) -> this.answers.add(Mono.just(each)));
	}

	private void intervals(int number) {
		this.timer.advanceTimeBy(INTERVAL.multipliedBy(number));
	}

	@Test
	void whenNothingWasAskedYetThenTheAppIsUnhealthy() {
		assertThat(this.probes.isHealthy()).isFalse();
		StepVerifier.create(this.probes.unhealthy()).expectComplete().verify(Duration.ofSeconds(5));
	}

	@Test
	void whenProbesStartThenTheFirstComesAtOnceAndOneSuccessIsEnough() {
		answering(true);
		this.probes.start();
		this.timer.advanceTime();
		assertThat(this.asked).hasValue(1);
		assertThat(this.probes.isHealthy()).isTrue();
		intervals(2);
		assertThat(this.asked).hasValue(3);
	}

	@Test
	void whenThreeProbesFailInARowThenTheAppIsUnhealthyUntilTheNextSuccess() {
		answering(true, false, false, false, true);
		this.probes.start();
		this.timer.advanceTime();
		StepVerifier waiting = StepVerifier.create(this.probes.unhealthy()).expectComplete();
		intervals(2);
		assertThat(this.probes.isHealthy()).isTrue();
		intervals(1);
		assertThat(this.probes.isHealthy()).isFalse();
		waiting.verify(Duration.ofSeconds(5));
		intervals(1);
		assertThat(this.probes.isHealthy()).isTrue();
	}

	@Test
	void whenProbesFailThenTheLogSaysOnceWhatTheyMeet() {
		answering(false, false, true, false, false, false, false);
		try (LogLines log = LogLines.of("dapr.apphealth")) {
			this.probes.start();
			this.timer.advanceTime();
			intervals(6);
			assertThat(log.lines()).containsExactly("The app is not healthy yet: HealthCheck: UNIMPLEMENTED",
					"The app is healthy",
					"The app is unhealthy: 3 health probes failed, the last one by HealthCheck: UNIMPLEMENTED");
		}
	}

	@Test
	void whenASuccessComesBetweenFailuresThenTheyDoNotAddUp() {
		answering(true, false, false, true, false, false, true, false, false);
		this.probes.start();
		this.timer.advanceTime();
		for (int i = 0; i < 8; i++) {
			intervals(1);
			assertThat(this.probes.isHealthy()).isTrue();
		}
		intervals(1);
		assertThat(this.probes.isHealthy()).isFalse();
	}

	@Test
	void whenAProbeTakesTooLongOrFailsOrSaysNothingThenThatIsAFailure() {
		answering(true);
		this.answers.add(Mono.never());
		this.answers.add(Mono.error(new IllegalStateException("EOF")));
		this.answers.add(Mono.empty());
		this.probes.start();
		this.timer.advanceTime();
		intervals(3);
		this.timer.advanceTimeBy(TIMEOUT);
		assertThat(this.probes.isHealthy()).isFalse();
		assertThat(this.asked).hasValue(4);
	}

	@Test
	void whenTheTimeoutIsAsLongAsTheIntervalThenNoProbeIsLeftOut() {
		AtomicInteger stalled = new AtomicInteger();
		HealthProbes slow = new HealthProbes(Mono.defer(() -> {
			stalled.incrementAndGet();
			return Mono.never();
		}), INTERVAL, INTERVAL, 3, this.timer, () -> "");
		slow.start();
		this.timer.advanceTime();
		intervals(10);
		assertThat(stalled).hasValue(11);
	}

	@Test
	void whenProbesAreEndedThenNothingIsAskedAnyMore() {
		Disposable running = this.probes.start();
		this.timer.advanceTime();
		running.dispose();
		intervals(3);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void whenTheAppIsUnhealthyThenCallsFailWithDaprsWordsAndTheirBodiesAreGivenBack() {
		AtomicInteger calls = new AtomicInteger();
		Invoker gated = new HealthGate(this.probes).around((request) -> {
			calls.incrementAndGet();
			request.body().discard();
			return Mono.just(Calls.response(200, InvokeBody.EMPTY));
		});
		ByteBuf content = Buffers.of("body");
		InvokeRequest request = Calls.request(Verb.POST, "items", new InvokeBody.Whole(content));
		StepVerifier.create(gated.invoke(request)).expectErrorSatisfies((error) -> {
			// Fixtures client-view/err-app-unhealthy-self and -remote.
			assertThat(error).isInstanceOf(AppCallException.class)
				.hasMessage("rpc error: code = Internal desc = app is not in a healthy state");
			assertThat(((AppCallException) error).description()).isEqualTo(
					"error invoking app channel: rpc error: code = Internal desc = app is not in a healthy state");
		}).verify(Duration.ofSeconds(5));
		assertThat(content.refCnt()).isZero();
		assertThat(calls).hasValue(0);
		answering(true);
		this.probes.start();
		this.timer.advanceTime();
		StepVerifier.create(gated.invoke(Calls.get()))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
		assertThat(calls).hasValue(1);
	}

	@Test
	void whenNobodyAsksForTheHealthThenTheAppIsTakenForHealthyForEver() {
		assertThat(AppHealth.ASSUMED.isHealthy()).isTrue();
		StepVerifier.create(AppHealth.ASSUMED.unhealthy())
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(20))
			.thenCancel()
			.verify(Duration.ofSeconds(5));
	}

}
