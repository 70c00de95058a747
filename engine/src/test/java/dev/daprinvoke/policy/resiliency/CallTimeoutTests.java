package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Calls that take too long, in virtual time.
 */
class CallTimeoutTests {

	private static final Duration LIMIT = Duration.ofMillis(1500);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private Mono<InvokeResponse> timed(Mono<InvokeResponse> call, boolean untilComplete) {
		return new CallTimeout(LIMIT, untilComplete, this.time).around((request) -> call).invoke(Calls.get());
	}

	private static InvokeResponse streaming(ManualBody body) {
		return new InvokeResponse(200, null, new InvokeHeaders(), body.streaming());
	}

	private static InvokeResponse whole() {
		return new InvokeResponse(200, null, new InvokeHeaders(), Buffers.whole("ok"));
	}

	private static boolean isLate(Throwable error) {
		return error instanceof SidecarException late && late.stage() == FailureStage.TIMEOUT
				&& late.getMessage().equals("no answer within 1500 ms");
	}

	@Test
	void whenNoAnswerComesThenTheCallIsCancelledAndFails() {
		TestPublisher<InvokeResponse> call = TestPublisher.create();
		StepVerifier.create(timed(call.mono(), false))
			.then(() -> this.time.advanceTimeBy(LIMIT.minusNanos(1)))
			.then(call::assertNotCancelled)
			.then(() -> this.time.advanceTimeBy(Duration.ofNanos(1)))
			.expectErrorMatches(CallTimeoutTests::isLate)
			.verify(LIMIT);
		call.assertCancelled();
	}

	@Test
	void whenTheTimeIsOverAtOnceThenTheCallerHasSubscribedBefore() {
		AtomicBoolean subscribed = new AtomicBoolean();
		AtomicBoolean early = new AtomicBoolean();
		Scheduler ringing = new RingingScheduler(() -> early.compareAndSet(false, !subscribed.get()));
		TestPublisher<InvokeResponse> call = TestPublisher.create();
		Mono<InvokeResponse> timed = new CallTimeout(LIMIT, false, ringing).around((request) -> call.mono())
			.invoke(Calls.get());
		StepVerifier.create(timed.doOnSubscribe((subscription) -> subscribed.set(true)))
			.expectErrorMatches(CallTimeoutTests::isLate)
			.verify(LIMIT);
		assertThat(early).isFalse();
		call.assertCancelled();
	}

	@Test
	void whenNobodyAsksForTheAnswerThenTheTimePassesNevertheless() {
		TestPublisher<InvokeResponse> call = TestPublisher.create();
		StepVerifier.create(timed(call.mono(), false), 0)
			.then(() -> this.time.advanceTimeBy(LIMIT))
			.expectErrorMatches(CallTimeoutTests::isLate)
			.verify(LIMIT);
		call.assertCancelled();
	}

	@Test
	void whenTheAnswerComesTooLateThenItIsDiscarded() {
		TestPublisher<InvokeResponse> call = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		ManualBody body = new ManualBody();
		StepVerifier.create(timed(Mono.fromDirect(call), false))
			.then(() -> this.time.advanceTimeBy(LIMIT))
			.expectError()
			.verify(LIMIT);
		call.next(streaming(body));
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheAnswerIsInTimeThenTheNothingFollows() {
		StepVerifier.create(timed(Mono.just(whole()), true))
			.assertNext((response) -> assertThat(Buffers.text(response.body())).isEqualTo("ok"))
			.verifyComplete();
		this.time.advanceTimeBy(LIMIT);
	}

	@Test
	void whenTheCallFailsThenTheNothingFollows() {
		StepVerifier.create(timed(Mono.error(new IllegalStateException("down")), true)).verifyErrorMessage("down");
		this.time.advanceTimeBy(LIMIT);
	}

	@Test
	void whenTheCallerLeavesThenTheCallIsCancelled() {
		TestPublisher<InvokeResponse> call = TestPublisher.create();
		timed(call.mono(), false).subscribe().dispose();
		call.assertCancelled();
		this.time.advanceTimeBy(LIMIT);
	}

	@Test
	void whenTheBodyOfAnErrorTakesTooLongThenItEndsInTheFailureAlsoOfAStream() {
		ManualBody body = new ManualBody();
		InvokeResponse error = new InvokeResponse(500, null, new InvokeHeaders(), body.streaming());
		StepVerifier.create(timed(Mono.just(error), false).flatMapMany((response) -> response.body().bytes()))
			.then(() -> this.time.advanceTimeBy(LIMIT))
			.expectErrorMatches(CallTimeoutTests::isLate)
			.verify(LIMIT);
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheBodyTakesTooLongThenItEndsInTheFailure() {
		ManualBody body = new ManualBody();
		Sinks.One<InvokeResponse> call = Sinks.one();
		StepVerifier.create(timed(call.asMono(), true).flatMapMany((response) -> response.body().bytes()))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1000)))
			.then(() -> call.tryEmitValue(streaming(body)))
			.then(() -> body.next("some"))
			.assertNext((bytes) -> assertThat(Buffers.text(bytes)).isEqualTo("some"))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(499)))
			.then(() -> assertThat(body.isCancelled()).isFalse())
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.expectErrorMatches(CallTimeoutTests::isLate)
			.verify(LIMIT);
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenOnlyTheBeginningCountsThenTheBodyTakesItsTime() {
		ManualBody body = new ManualBody();
		StepVerifier.create(timed(Mono.just(streaming(body)), false).flatMapMany((response) -> response.body().bytes()))
			.then(() -> this.time.advanceTimeBy(LIMIT.multipliedBy(10)))
			.then(() -> body.next("late"))
			.assertNext((bytes) -> assertThat(Buffers.text(bytes)).isEqualTo("late"))
			.then(body::complete)
			.verifyComplete();
	}

	@Test
	void whenTheLimitIsNoneThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallTimeout(Duration.ZERO, true, this.time))
			.withMessage("limit: PT0S (expected: more than zero)");
	}

	/** A timer on which no time passes: what is to be done later is done at once. */
	private record RingingScheduler(Runnable beforeEach) implements Scheduler {

		@Override
		public Disposable schedule(Runnable task) {
			this.beforeEach.run();
			task.run();
			return Disposables.disposed();
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return schedule(task);
		}

		@Override
		public Worker createWorker() {
			throw new UnsupportedOperationException("nobody needs workers");
		}

	}

}
