package dev.daprinvoke.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.transport.app.AppChannel;

/**
 * An app inside the test, which remembers its calls and the permits they came with.
 */
public final class FakeAppChannel implements AppChannel {

	private final Invoker app;

	private final List<Permit> permits = new CopyOnWriteArrayList<>();

	private final List<InvokeRequest> requests = new CopyOnWriteArrayList<>();

	/**
	 * Creates an app.
	 * @param app performs the calls; it consumes the request's body
	 */
	public FakeAppChannel(Invoker app) {
		this.app = app;
	}

	/**
	 * An app that answers every call with its own body.
	 * @return the app
	 */
	public static FakeAppChannel echoing() {
		return new FakeAppChannel((request) -> Mono.fromSupplier(() -> Calls.response(200, request.body())));
	}

	/**
	 * What calls came with.
	 * @return the permits in order
	 */
	public List<Permit> permits() {
		return new ArrayList<>(this.permits);
	}

	/**
	 * What was called.
	 * @return the requests in order; their bodies are gone
	 */
	public List<InvokeRequest> requests() {
		return new ArrayList<>(this.requests);
	}

	@Override
	public Mono<InvokeResponse> invoke(Permit permit, InvokeRequest request) {
		this.permits.add(permit);
		this.requests.add(request);
		return this.app.invoke(request);
	}

}
