package dev.daprinvoke.invoke;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.observe.InvocationMeters;

/**
 * Counts one call to the own app. What streams is counted on its way, so that the call is
 * noted when its answer has ended.
 */
final class AppCallCount extends ForwardedCall {

	/** As real Dapr notes a call that got no answer. */
	private static final int NO_ANSWER = 500;

	private final InvocationMeters meters;

	private final Invoker next;

	private final InvokeRequest request;

	private long start;

	private long bytesOut;

	private long bytesIn;

	AppCallCount(InvocationMeters meters, Invoker next, InvokeRequest request) {
		this.meters = meters;
		this.next = next;
		this.request = request;
	}

	@Override
	Mono<InvokeResponse> begin() {
		this.start = System.nanoTime();
		return this.next.invoke(counted());
	}

	private InvokeRequest counted() {
		return this.request.body().match((whole) -> {
			this.bytesOut = whole.content().readableBytes();
			return this.request;
		}, (streaming) -> this.request.withBody(new InvokeBody.Streaming(streaming.source().doOnNext(this::out))));
	}

	private void out(ByteBuf bytes) {
		this.bytesOut += bytes.readableBytes();
	}

	@Override
	public void onNext(InvokeResponse response) {
		caller().onNext(response.body().match((whole) -> {
			this.bytesIn = whole.content().readableBytes();
			note(response.status());
			return response;
		}, (streaming) -> response.withBody(new InvokeBody.Streaming(streaming.source()
			.doOnNext((bytes) -> this.bytesIn += bytes.readableBytes())
			.doFinally((signal) -> note(response.status()))))));
	}

	@Override
	public void onError(Throwable error) {
		note(NO_ANSWER);
		caller().onError(error);
	}

	private void note(int status) {
		this.meters.appCall(String.valueOf(this.request.verb()), "/" + this.request.method().value(), status,
				System.nanoTime() - this.start, this.bytesOut, this.bytesIn);
	}

}
