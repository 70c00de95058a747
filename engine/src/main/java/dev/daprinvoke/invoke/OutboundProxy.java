package dev.daprinvoke.invoke;

import java.util.List;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.UnresolvedException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.EndpointPicker;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.transport.peer.PeerProxy;
import dev.daprinvoke.transport.proxy.CallProxy;
import dev.daprinvoke.transport.proxy.ProxiedCall;
import dev.daprinvoke.transport.proxy.ProxiedHead;

/**
 * The way of a proxied call out of this sidecar: target → resolve → balance → peer, or
 * the own app (contract section 3.5). There are no retries: what the client sends passes
 * by.
 * <p>
 * Called on event loops; never blocks.
 */
public final class OutboundProxy {

	static final AsciiString NAMESPACE = AsciiString.cached(Identity.NAMESPACE);

	private final AppTarget self;

	private final AppLookup lookup;

	private final NameResolver resolver;

	private final EndpointPicker picker;

	private final PeerProxy peers;

	private final List<InvokerLayer> peerLayers;

	private final List<InvokerLayer> selfLayers;

	private final ProxyTracing tracing;

	/**
	 * Creates the way out.
	 * @param self the app this sidecar stands for
	 * @param resolver finds other sidecars
	 * @param picker balances between them
	 * @param peers the way to other sidecars
	 * @param peerLayers what surrounds calls to other sidecars, in request order
	 * @param selfLayers what surrounds calls to oneself
	 * @param tracing decides about traces
	 */
	public OutboundProxy(AppTarget self, NameResolver resolver, EndpointPicker picker, PeerProxy peers,
			List<InvokerLayer> peerLayers, List<InvokerLayer> selfLayers, ProxyTracing tracing) {
		this.self = self;
		this.lookup = new AppLookup(resolver);
		this.resolver = resolver;
		this.picker = picker;
		this.peers = peers;
		this.peerLayers = List.copyOf(peerLayers);
		this.selfLayers = List.copyOf(selfLayers);
		this.tracing = tracing;
	}

	/**
	 * The way of calls that come through the API: clients cannot say who calls.
	 * @param ownApp takes calls to oneself
	 * @return the way
	 */
	public CallProxy ofApi(InboundProxy ownApp) {
		return (call) -> {
			call.head().remove(InboundProxy.CALLER);
			call.head().remove(NAMESPACE);
			return Mono.defer(() -> proxy(call, ownApp))
				.onErrorMap(UnresolvedException.class, OutboundProxy::unresolved);
		};
	}

	/**
	 * The way of calls that another sidecar sent here, though they are for a third one.
	 * @return the way
	 */
	public CallProxy ofHop() {
		return (call) -> Mono.defer(() -> proxy(call, null))
			.onErrorMap(UnresolvedException.class, OutboundProxy::unresolved);
	}

	private Mono<?> proxy(ProxiedCall call, @Nullable InboundProxy ownApp) {
		PeerException refusal = this.tracing.refusal(call);
		String written = (refusal == null) ? InboundProxy.target(call.head()) : null;
		if (refusal != null || written == null) {
			return Mono.error((refusal != null) ? refusal : unknown(this.tracing.namesNobody(call.head())));
		}
		AppTarget target = target(written);
		return InboundProxy.request(call.head(), target)
			.flatMap((request) -> this.lookup.find(target, (endpoints) -> (ownApp != null && isSelf(target))
					? toSelf(call, request, ownApp) : toPeer(call, request, target, endpoints)));
	}

	private AppTarget target(String written) {
		try {
			if (InvokeTarget.parse(written, this.self.namespace()) instanceof AppTarget app) {
				return app;
			}
		}
		catch (IllegalArgumentException ex) {
			throw unknown(String.valueOf(ex.getMessage()));
		}
		throw unknown("invalid app id " + written);
	}

	private boolean isSelf(AppTarget app) {
		return app.id().equals(this.self.id()) && app.namespace().equals(this.self.namespace());
	}

	// Without the headers that other sidecars are told.
	private Mono<InvokeResponse> toSelf(ProxiedCall call, InvokeRequest request, InboundProxy ownApp) {
		return InvokerLayer.stack(this.selfLayers, (inner) -> ownApp.toApp(call, inner)).invoke(request);
	}

	private Mono<InvokeResponse> toPeer(ProxiedCall call, InvokeRequest request, AppTarget target,
			List<Endpoint> endpoints) {
		ProxiedHead head = call.head();
		if (PeerProxy.isReserved(head.path())) {
			// The other sidecar would take it for a call of ours, whoever it names as its
			// caller.
			return Mono.error(new PeerException(StatusCode.UNIMPLEMENTED,
					"method " + head.path() + " is for sidecars only: call a method of the app's, or InvokeService",
					false, null));
		}
		head.remove(InboundProxy.APP_ID);
		head.remove(NAMESPACE);
		head.set(InboundProxy.CALLER, this.self.id().value());
		head.set(InboundProxy.CALLEE, target.id().value());
		this.tracing.tell(head);
		List<Endpoint> inOrder = this.picker.order(target, endpoints);
		return InvokerLayer
			.stack(this.peerLayers,
					new FirstReachable(target, inOrder,
							(endpoint, inner) -> this.peers.call(endpoint, target, call).map(InboundProxy::response),
							this.resolver))
			.invoke(request);
	}

	private static PeerException unknown(String text) {
		return new PeerException(StatusCode.UNKNOWN, text, false, null);
	}

	// What fails before there is a peer has no code of its own: UNKNOWN, as of any error
	// of Go's.
	private static PeerException unresolved(UnresolvedException failure) {
		return unknown(failure.getMessage());
	}

}
