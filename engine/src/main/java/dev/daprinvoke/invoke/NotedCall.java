package dev.daprinvoke.invoke;

import java.util.function.Consumer;

import reactor.core.publisher.Mono;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeResponse;

/**
 * A call of which somebody wants to know how it ended, before its caller does.
 */
final class NotedCall extends ForwardedCall {

	private final Mono<InvokeResponse> call;

	private final Consumer<InvokeResponse> answered;

	private final Consumer<InvokeException> failed;

	/**
	 * Creates a call.
	 * @param call the call
	 * @param answered told of the answer, whose body is not its own
	 * @param failed told of the failure
	 */
	NotedCall(Mono<InvokeResponse> call, Consumer<InvokeResponse> answered, Consumer<InvokeException> failed) {
		this.call = call;
		this.answered = answered;
		this.failed = failed;
	}

	@Override
	Mono<InvokeResponse> begin() {
		return this.call;
	}

	@Override
	public void onNext(InvokeResponse response) {
		this.answered.accept(response);
		caller().onNext(response);
	}

	@Override
	public void onError(Throwable error) {
		if (error instanceof InvokeException failure) {
			this.failed.accept(failure);
		}
		caller().onError(error);
	}

}
