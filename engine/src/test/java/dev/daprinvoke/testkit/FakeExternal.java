package dev.daprinvoke.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.target.UrlTarget;
import dev.daprinvoke.transport.external.ExternalChannel;

/**
 * Servers outside, inside the test: each answers with the body it gets.
 */
public final class FakeExternal implements ExternalChannel {

	private final List<String> targets = new CopyOnWriteArrayList<>();

	private final List<InvokeRequest> requests = new CopyOnWriteArrayList<>();

	private @Nullable InvokeException failure;

	/**
	 * Lets every call fail.
	 * @param why the failure
	 */
	public void failWith(InvokeException why) {
		this.failure = why;
	}

	@Override
	public Mono<InvokeResponse> invoke(UrlTarget target, InvokeRequest request) {
		this.targets.add(target.text());
		this.requests.add(request);
		if (this.failure != null) {
			request.body().discard();
			return Mono.error(this.failure);
		}
		return Mono.fromSupplier(() -> Calls.response(200, request.body()));
	}

	/**
	 * What was called.
	 * @return the URLs in order
	 */
	public List<String> targets() {
		return List.copyOf(this.targets);
	}

	/**
	 * What it was called with.
	 * @return the requests in order; their bodies are gone
	 */
	public List<InvokeRequest> requests() {
		return List.copyOf(this.requests);
	}

}
