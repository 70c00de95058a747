package dev.daprinvoke.policy.resiliency;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.TooManyCallsException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The bound of calls in flight.
 */
class MostCallsTests {

	private final Sinks.One<InvokeResponse> first = Sinks.one();

	private final MostCalls limit = new MostCalls(1);

	private final Invoker waiting = this.limit.around((request) -> this.first.asMono());

	private final Invoker answering = this.limit.around((request) -> Mono.just(Calls.response(200, InvokeBody.EMPTY)));

	@Test
	void whenTooManyCallsWaitThenFurtherOnesAreRefusedWithTheirBodies() {
		Disposable call = this.waiting.invoke(Calls.get()).subscribe();
		ByteBuf body = Buffers.of("body");
		StepVerifier.create(this.answering.invoke(Calls.request(Verb.POST, "m", new InvokeBody.Whole(body))))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(TooManyCallsException.class)
				.hasMessageStartingWith("1 calls are in flight in this sidecar (expected: fewer, with its heap of "));
		assertThat(body.refCnt()).isZero();
		call.dispose();
	}

	@Test
	void whenACallEndsInAnyWayThenAnotherMayCome() {
		this.waiting.invoke(Calls.get()).subscribe().dispose();
		StepVerifier.create(this.answering.invoke(Calls.get())).expectNextCount(1).verifyComplete();
		StepVerifier
			.create(this.limit.around((request) -> Mono.error(new IllegalStateException("no"))).invoke(Calls.get()))
			.verifyErrorMessage("no");
		StepVerifier.create(this.answering.invoke(Calls.get())).expectNextCount(1).verifyComplete();
	}

	@Test
	void whenAnAnswerHasBegunThenItsCallCountsUntilTheBodyEnds() {
		Sinks.Many<ByteBuf> body = Sinks.many().unicast().onBackpressureBuffer();
		InvokeResponse answer = this.limit
			.around((request) -> Mono.just(Calls.response(200, new InvokeBody.Streaming(body.asFlux()))))
			.invoke(Calls.get())
			.block();
		assertThat(answer).isNotNull();
		answer.body().bytes().subscribe(ByteBuf::release);
		StepVerifier.create(this.answering.invoke(Calls.get())).verifyError(TooManyCallsException.class);
		body.tryEmitComplete();
		StepVerifier.create(this.answering.invoke(Calls.get())).expectNextCount(1).verifyComplete();
	}

	@Test
	void whenAnAnswerIsThrownAwayThenItsCallCountsNoMore() {
		InvokeResponse answer = this.limit
			.around((request) -> Mono.just(Calls.response(200, new InvokeBody.Streaming(Flux.never()))))
			.invoke(Calls.get())
			.block();
		assertThat(answer).isNotNull();
		answer.body().discard();
		StepVerifier.create(this.answering.invoke(Calls.get())).expectNextCount(1).verifyComplete();
	}

	@Test
	void whenTheLimitIsNoneThenThatIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MostCalls(0))
			.withMessage("most: 0 (expected: 1 or more)");
	}

}
