package dev.daprinvoke.invoke;

import java.util.List;

import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.transport.peer.PeerChannel;

/**
 * Calls the first instance of an app that can be connected to: instances of which nothing
 * but the connection was tried are passed over at once, whatever the body.
 */
final class FirstReachable implements Invoker {

	private final AppTarget target;

	private final List<Endpoint> endpoints;

	private final PeerChannel peers;

	private final NameResolver resolver;

	FirstReachable(AppTarget target, List<Endpoint> endpoints, PeerChannel peers, NameResolver resolver) {
		this.target = target;
		this.endpoints = endpoints;
		this.peers = peers;
		this.resolver = resolver;
	}

	@Override
	public Mono<InvokeResponse> invoke(InvokeRequest request) {
		return request.body()
			.match((whole) -> whole.discardAfter(tryFrom(0, request)),
					(replayable) -> replayable.discardAfter(tryFrom(0, request)),
					(streaming) -> tryFrom(0, request).doFinally((signal) -> {
						if (signal != SignalType.ON_COMPLETE) {
							streaming.discard();
						}
					}));
	}

	private Mono<InvokeResponse> tryFrom(int position, InvokeRequest request) {
		Endpoint endpoint = this.endpoints.get(position);
		return this.peers.call(endpoint, attempt(request)).onErrorResume(PeerException.class, (failure) -> {
			if (!failure.isConnectionFailure()) {
				return Mono.error(failure);
			}
			this.resolver.unreachable(this.target, endpoint);
			boolean another = !failure.sent() && position + 1 < this.endpoints.size();
			return another ? tryFrom(position + 1, request) : Mono.error(failure);
		});
	}

	private static InvokeRequest attempt(InvokeRequest request) {
		return request.body()
			.match((whole) -> request.withBody(whole.again()), (replayable) -> request.withBody(replayable.again()),
					(streaming) -> request);
	}

}
