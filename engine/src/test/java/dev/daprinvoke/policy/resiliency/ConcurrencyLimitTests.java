package dev.daprinvoke.policy.resiliency;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contract section 4, {@code --app-max-concurrency}.
 */
class ConcurrencyLimitTests {

	private final List<String> called = new ArrayList<>();

	private final List<Sinks.One<InvokeResponse>> answers = new ArrayList<>();

	private final ConcurrencyLimit limit = new ConcurrencyLimit(2, 5);

	private final Invoker limited = this.limit.around((request) -> {
		this.called.add(request.method().value());
		request.body().discard();
		Sinks.One<InvokeResponse> answer = Sinks.one();
		this.answers.add(answer);
		return answer.asMono();
	});

	private LeavingCaller call(String method) {
		return call(method, InvokeBody.EMPTY);
	}

	private LeavingCaller call(String method, InvokeBody body) {
		LeavingCaller caller = new LeavingCaller();
		this.limited.invoke(Calls.request(Verb.POST, method, body)).subscribe(caller);
		return caller;
	}

	@Test
	void whenAllPlacesAreTakenThenCallsWaitInTheirOrder() {
		call("a");
		call("b");
		call("c");
		call("d");
		assertThat(this.called).containsExactly("a", "b");
		this.answers.get(1).tryEmitValue(Calls.response(200, "b"));
		assertThat(this.called).containsExactly("a", "b", "c");
		this.answers.get(0).tryEmitValue(Calls.response(200, "a"));
		assertThat(this.called).containsExactly("a", "b", "c", "d");
		this.answers.get(2).tryEmitError(new AppCallException("EOF", null));
		this.answers.get(3).tryEmitEmpty();
		assertThat(this.limit.free()).isEqualTo(2);
	}

	@Test
	void whenAnAnswerStreamsThenItsPlaceIsTakenUntilItsEnd() {
		ManualBody body = new ManualBody();
		List<InvokeResponse> got = new ArrayList<>();
		this.limited.invoke(Calls.get()).subscribe(got::add);
		this.answers.get(0).tryEmitValue(Calls.response(200, body.streaming()));
		assertThat(this.limit.free()).isEqualTo(1);
		StringBuilder text = new StringBuilder();
		got.get(0).body().bytes().subscribe((bytes) -> text.append(Buffers.text(bytes)));
		body.next("hello");
		assertThat(this.limit.free()).isEqualTo(1);
		body.complete();
		assertThat(this.limit.free()).isEqualTo(2);
		assertThat(text).hasToString("hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { "discarded", "cancelled", "broken off" })
	void whenAStreamedAnswerEndsOtherwiseThenItsPlaceIsGivenBackOnce(String end) {
		ManualBody body = new ManualBody();
		List<InvokeResponse> got = new ArrayList<>();
		this.limited.invoke(Calls.get()).subscribe(got::add);
		this.answers.get(0).tryEmitValue(Calls.response(200, body.streaming()));
		InvokeBody answer = got.get(0).body();
		switch (end) {
			case "discarded" -> answer.discard();
			case "cancelled" -> answer.bytes().subscribe(ByteBuf::release).dispose();
			default -> {
				answer.bytes().subscribe(ByteBuf::release, (error) -> {
				});
				body.fail(new AppCallException("EOF", null));
			}
		}
		assertThat(this.limit.free()).isEqualTo(2);
	}

	@Test
	void whenACallerLeavesTheQueueThenItsBodyIsGivenBackAndNobodyIsCalledForIt() {
		call("a");
		call("b");
		ByteBuf content = Buffers.of("body");
		LeavingCaller inMemory = call("c", new InvokeBody.Whole(content));
		ManualBody body = new ManualBody();
		LeavingCaller streaming = call("d", body.streaming());
		inMemory.cancel();
		streaming.cancel();
		assertThat(content.refCnt()).isZero();
		assertThat(body.isCancelled()).isTrue();
		assertThat(this.limit.waiting()).isZero();
		this.answers.forEach((answer) -> answer.tryEmitValue(Calls.response(200, "x")));
		assertThat(this.called).containsExactly("a", "b");
		assertThat(this.limit.free()).isEqualTo(2);
	}

	@Test
	void whenACallerLeavesWhileTheAppThinksThenTheNextIsCalled() {
		LeavingCaller first = call("a");
		call("b");
		call("c");
		first.cancel();
		assertThat(this.called).containsExactly("a", "b", "c");
		assertThat(this.limit.free()).isZero();
	}

	@Test
	void whenACallerLeavesAfterTheAnswerThenTheAnswersBodyKeepsThePlace() {
		ManualBody body = new ManualBody();
		List<InvokeResponse> got = new ArrayList<>();
		reactor.core.Disposable call = this.limited.invoke(Calls.get()).subscribe(got::add);
		this.answers.get(0).tryEmitValue(Calls.response(200, body.streaming()));
		call.dispose();
		assertThat(this.limit.free()).isEqualTo(1);
		got.get(0).body().discard();
		assertThat(this.limit.free()).isEqualTo(2);
	}

	@Test
	void whenTooManyWaitThenFurtherCallsAreRefusedAndTheirBodiesGivenBack() {
		for (int i = 0; i < 7; i++) {
			call("m" + i);
		}
		ByteBuf content = Buffers.of("body");
		LeavingCaller refused = call("more", new InvokeBody.Whole(content)).awaitEnd();
		assertThat(refused.failure()).isInstanceOf(AppCallException.class)
			.hasMessage("5 calls wait already (expected: fewer, with app-max-concurrency 2)");
		assertThat(content.refCnt()).isZero();
		assertThat(this.limit.waiting()).isEqualTo(5);
	}

	@Test
	void whenManyWaitForCallsThatFailAtOnceThenTheyFailOneAfterTheOther() {
		ConcurrencyLimit one = new ConcurrencyLimit(1);
		Sinks.One<InvokeResponse> first = Sinks.one();
		AtomicInteger calls = new AtomicInteger();
		Invoker failing = one.around((request) -> (calls.getAndIncrement() == 0) ? first.asMono()
				: Mono.error(new AppCallException("EOF", null)));
		List<LeavingCaller> callers = new ArrayList<>();
		for (int i = 0; i < 8000; i++) {
			LeavingCaller caller = new LeavingCaller();
			callers.add(caller);
			failing.invoke(Calls.get()).subscribe(caller);
		}
		first.tryEmitError(new AppCallException("EOF", null));
		callers.forEach(LeavingCaller::awaitEnd);
		assertThat(calls).hasValue(8000);
		assertThat(one.free()).isEqualTo(1);
	}

	@Test
	void whenThereIsNoPlaceAtAllThenThatIsNoLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ConcurrencyLimit(0))
			.withMessage("places: 0 (expected: 1 or more)");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void whenCallsEndInAnyWayAndAnyOrderThenNoPlaceIsLostAndNoneIsTakenTwice(long seed) {
		Random random = new Random(seed);
		ConcurrencyLimit some = new ConcurrencyLimit(3, 10);
		AtomicInteger inTheApp = new AtomicInteger();
		List<Sinks.One<InvokeResponse>> open = new ArrayList<>();
		List<Reader> readers = new ArrayList<>();
		Invoker invoker = some.around((request) -> {
			assertThat(inTheApp.incrementAndGet()).isLessThanOrEqualTo(3);
			request.body().discard();
			Sinks.One<InvokeResponse> answer = Sinks.one();
			open.add(answer);
			return answer.asMono()
				.doOnError((error) -> inTheApp.decrementAndGet())
				.doOnCancel(inTheApp::decrementAndGet)
				.doOnNext((response) -> {
					if (response.body() instanceof InvokeBody.Whole) {
						inTheApp.decrementAndGet();
					}
				});
		});
		for (int step = 0; step < 3000; step++) {
			switch (random.nextInt(6)) {
				case 0, 1 -> {
					Reader reader = new Reader();
					readers.add(reader);
					invoker.invoke(Calls.post("body")).subscribe(reader);
				}
				case 2 -> take(random, open).tryEmitValue(Calls.response(200, InvokeBody.EMPTY));
				case 3 -> {
					InvokeBody.Streaming stream = new InvokeBody.Streaming(
							new ManualBody().doFinally((signal) -> inTheApp.decrementAndGet()));
					take(random, open).tryEmitValue(Calls.response(200, stream));
				}
				case 4 -> take(random, open).tryEmitError(new AppCallException("EOF", null));
				default -> {
					if (!readers.isEmpty()) {
						readers.remove(random.nextInt(readers.size())).leave();
					}
				}
			}
		}
		readers.forEach(Reader::leave);
		assertThat(some.waiting()).isZero();
		assertThat(some.free()).isEqualTo(3);
	}

	private static Sinks.One<InvokeResponse> take(Random random, List<Sinks.One<InvokeResponse>> open) {
		return open.isEmpty() ? Sinks.one() : open.remove(random.nextInt(open.size()));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void whenCallersLeaveFromOtherThreadsAtAnyMomentThenNoPlaceIsLost(long seed) throws InterruptedException {
		ConcurrencyLimit some = new ConcurrencyLimit(2);
		AtomicInteger inTheApp = new AtomicInteger();
		Invoker invoker = some.around((request) -> Mono.<InvokeResponse>create((sink) -> {
			assertThat(inTheApp.incrementAndGet()).isLessThanOrEqualTo(2);
			request.body().discard();
			inTheApp.decrementAndGet();
			sink.success(Calls.response(200, InvokeBody.EMPTY));
		}).subscribeOn(reactor.core.scheduler.Schedulers.parallel()));
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			Random random = new Random(seed * 10 + t);
			Thread thread = new Thread(() -> {
				for (int i = 0; i < 500; i++) {
					LeavingCaller caller = new LeavingCaller();
					invoker.invoke(Calls.request(Verb.GET, "items", InvokeBody.EMPTY)).subscribe(caller);
					for (int spin = random.nextInt(2000); spin > 0; spin--) {
						Thread.onSpinWait();
					}
					if (random.nextBoolean()) {
						caller.cancel();
					}
					caller.awaitEnd();
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join(30_000);
		}
		dev.daprinvoke.testkit.Await.until("all places are free", () -> some.free() == 2);
		assertThat(some.waiting()).isZero();
	}

	/** Reads whatever comes until it leaves. */
	private static final class Reader extends reactor.core.publisher.BaseSubscriber<InvokeResponse> {

		private reactor.core.Disposable reading = reactor.core.Disposables.disposed();

		@Override
		protected void hookOnNext(InvokeResponse response) {
			this.reading = response.body().bytes().subscribe(ByteBuf::release, (error) -> {
			});
		}

		@Override
		protected void hookOnError(Throwable error) {
			assertThat(error).isInstanceOf(AppCallException.class);
		}

		void leave() {
			cancel();
			this.reading.dispose();
		}

	}

}
