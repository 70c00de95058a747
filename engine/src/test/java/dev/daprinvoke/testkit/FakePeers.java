package dev.daprinvoke.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.peer.PeerChannel;

/**
 * A way to other sidecars that does what it is told for each endpoint, and remembers in
 * which order they were called. An endpoint it was not told about is dead.
 */
public final class FakePeers implements PeerChannel {

	private final Map<Endpoint, Invoker> peers = new ConcurrentHashMap<>();

	private final List<Endpoint> called = new CopyOnWriteArrayList<>();

	/**
	 * Decides what an endpoint does.
	 * @param endpoint the endpoint
	 * @param peer performs its calls; it consumes the request's body
	 * @return this
	 */
	public FakePeers at(Endpoint endpoint, Invoker peer) {
		this.peers.put(endpoint, peer);
		return this;
	}

	/**
	 * Makes an endpoint answer every call.
	 * @param endpoint the endpoint
	 * @param text the answer's body
	 * @return this
	 */
	public FakePeers answering(Endpoint endpoint, String text) {
		return at(endpoint, (request) -> {
			request.body().discard();
			return Mono.fromSupplier(() -> Calls.response(200, text));
		});
	}

	/**
	 * Makes an endpoint fail every call.
	 * @param endpoint the endpoint
	 * @param code the status
	 * @param text the status message
	 * @return this
	 */
	public FakePeers failing(Endpoint endpoint, StatusCode code, String text) {
		return at(endpoint, (request) -> {
			request.body().discard();
			return Mono.error(new PeerException(code, text, true, null));
		});
	}

	/**
	 * Which endpoints were called.
	 * @return the endpoints in order
	 */
	public List<Endpoint> called() {
		return new ArrayList<>(this.called);
	}

	@Override
	public Mono<InvokeResponse> call(Endpoint endpoint, InvokeRequest request) {
		return Mono.defer(() -> {
			this.called.add(endpoint);
			Invoker peer = this.peers.get(endpoint);
			return (peer != null) ? peer.invoke(request) : refused(endpoint, request);
		});
	}

	private static Mono<InvokeResponse> refused(Endpoint endpoint, InvokeRequest request) {
		request.body().match((whole) -> {
			whole.discard();
			return true;
		}, (streaming) -> false);
		return Mono.error(new PeerException(StatusCode.UNAVAILABLE,
				"connection error: desc = \"transport: Error while dialing: dial tcp " + endpoint
						+ ": connect: connection refused\"",
				false, null));
	}

}
