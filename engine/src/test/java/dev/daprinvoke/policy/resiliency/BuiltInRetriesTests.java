package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.RetriesExhaustedException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.ReplayBudget;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.8: constant, one second, three times, only for UNAVAILABLE and
 * UNAUTHENTICATED, never for streamed requests.
 */
class BuiltInRetriesTests {

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final List<String> attempts = new ArrayList<>();

	private final List<Object> outcome = new ArrayList<>();

	@AfterEach
	void stop() {
		this.timer.dispose();
	}

	@ParameterizedTest
	@EnumSource(names = { "UNAVAILABLE", "UNAUTHENTICATED" })
	void whenThePeerStaysUnreachableThenItIsTriedFourTimesASecondApart(StatusCode code) {
		ByteBuf content = Buffers.of("body");
		call(Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)), failing(code, Integer.MAX_VALUE));
		assertThat(this.attempts).hasSize(1);
		for (int retry = 1; retry <= 3; retry++) {
			this.timer.advanceTimeBy(Duration.ofMillis(999));
			assertThat(this.attempts).hasSize(retry);
			assertThat(this.outcome).isEmpty();
			this.timer.advanceTimeBy(Duration.ofMillis(1));
			assertThat(this.attempts).hasSize(retry + 1);
		}
		assertThat(this.attempts).containsOnly("body");
		assertThat(this.outcome).singleElement()
			.isInstanceOfSatisfying(RetriesExhaustedException.class,
					(failure) -> assertThat(failure)
						.hasMessage("failed to invoke target cart after 3 retries. Error: rpc error: code = "
								+ code.goName() + " desc = down"));
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenALaterAttemptSucceedsThenItsAnswerIsTheAnswer() {
		ByteBuf content = Buffers.of("body");
		call(Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)), failing(StatusCode.UNAVAILABLE, 2));
		this.timer.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(this.attempts).hasSize(3);
		assertThat(this.outcome).singleElement().hasFieldOrPropertyWithValue("status", 200);
		assertThat(content.refCnt()).isZero();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "UNAVAILABLE", "UNAUTHENTICATED" })
	void whenThePeerFailsOtherwiseThenItIsTriedOnce(StatusCode code) {
		ByteBuf content = Buffers.of("body");
		call(Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)), failing(code, Integer.MAX_VALUE));
		assertThat(this.attempts).hasSize(1);
		assertThat(this.outcome).singleElement().isInstanceOf(PeerException.class);
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenTheBodyStreamsThenItIsTriedOnceAndTheBodyIsTheSame() {
		ManualBody body = new ManualBody();
		InvokeRequest request = Calls.request(Verb.POST, "items", body.streaming());
		List<InvokeRequest> seen = new ArrayList<>();
		call(request, (given) -> {
			seen.add(given);
			return Mono.error(new PeerException(StatusCode.UNAVAILABLE, "down", false, null));
		});
		this.timer.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(seen).singleElement().isSameAs(request);
		assertThat(this.outcome).singleElement().isInstanceOf(PeerException.class);
		assertThat(body.isSubscribed()).isFalse();
	}

	@Test
	void whenABodyIsKeptThenALaterAttemptSendsItFromTheStartAndWaitsForNothing() {
		ReplayBudget budget = new ReplayBudget(100);
		ManualBody source = new ManualBody();
		InvokeRequest request = Calls.request(Verb.POST, "items", budget.keep(source.streaming(), 6));
		List<Disposable> readings = new ArrayList<>();
		List<String> received = new ArrayList<>();
		Sinks.One<InvokeResponse> answer = Sinks.one();
		call(request, (given) -> Mono.defer(() -> {
			int attempt = received.size();
			received.add("");
			readings.add(given.body()
				.bytes()
				.subscribe((part) -> received.set(attempt, received.get(attempt) + Buffers.text(part))));
			return (attempt == 0)
					? Mono.<InvokeResponse>never()
						.takeUntilOther(Mono.delay(Duration.ofMillis(1), this.timer))
						.switchIfEmpty(Mono.error(new PeerException(StatusCode.UNAVAILABLE, "down", true, null)))
					: answer.asMono();
		}));
		source.next("abc");
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		readings.get(0).dispose();
		assertThat(source.isCancelled()).isFalse();
		this.timer.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(received).containsExactly("abc", "abc");
		source.next("def").complete();
		assertThat(received).containsExactly("abc", "abcdef");
		assertThat(budget.used()).isEqualTo(6);
		answer.tryEmitValue(Calls.response(200, InvokeBody.EMPTY));
		assertThat(this.outcome).hasSize(1);
		assertThat(budget.used()).isZero();
	}

	@Test
	void whenTheCallerGoesAwayBetweenAttemptsThenTheBodyIsReleasedAndNothingIsTried() {
		ByteBuf content = Buffers.of("body");
		Disposable call = call(Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)),
				failing(StatusCode.UNAVAILABLE, Integer.MAX_VALUE));
		this.timer.advanceTimeBy(Duration.ofMillis(500));
		call.dispose();
		assertThat(content.refCnt()).isZero();
		this.timer.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.attempts).hasSize(1);
		assertThat(this.outcome).isEmpty();
	}

	private Invoker failing(StatusCode code, int times) {
		return (request) -> {
			this.attempts.add(Buffers.text(request.body()));
			if (this.attempts.size() > times) {
				return Mono.just(Calls.response(200, InvokeBody.EMPTY));
			}
			return Mono.<InvokeResponse>error(new PeerException(code, "down", true, null));
		};
	}

	private Disposable call(InvokeRequest request, Invoker peer) {
		return new BuiltInRetries(this.timer).around(peer)
			.invoke(request)
			.subscribe(this.outcome::add, this.outcome::add);
	}

}
