package dev.daprinvoke.invoke;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.InvalidMethodException;
import dev.daprinvoke.error.InvalidTargetException;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.EndpointPicker;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.UrlTarget;
import dev.daprinvoke.transport.app.AppChannel;
import dev.daprinvoke.transport.external.ExternalChannel;
import dev.daprinvoke.transport.peer.PeerChannel;

/**
 * The way of a call out of this sidecar: target → resolve → balance → retries → peer, or
 * the own app; a URL goes straight to its server.
 * <p>
 * Called on event loops; never blocks. The returned {@code Mono} is cold, fails with an
 * {@link InvokeException} only, and hands over the response's body; the call's body is
 * consumed whatever the outcome. Cancelling gives up the call.
 */
public final class OutboundInvoker {

	private final AppTarget self;

	private final Identity identity;

	private final NameResolver resolver;

	private final AppLookup lookup;

	private final EndpointPicker picker;

	private final PeerChannel peers;

	private final AppChannel ownApp;

	private final ExternalChannel external;

	private final List<InvokerLayer> peerLayers;

	/**
	 * Creates an invoker.
	 * @param self the app this sidecar stands for
	 * @param host the machine it runs on
	 * @param resolver finds other sidecars
	 * @param picker balances between them
	 * @param peers the way to other sidecars
	 * @param ownApp the way to the own app
	 * @param external the way to servers that are named by their URLs
	 * @param peerLayers what surrounds calls to other sidecars, in request order
	 */
	public OutboundInvoker(AppTarget self, Host host, NameResolver resolver, EndpointPicker picker, PeerChannel peers,
			AppChannel ownApp, ExternalChannel external, List<InvokerLayer> peerLayers) {
		this.self = self;
		this.identity = new Identity(self, host);
		this.resolver = resolver;
		this.lookup = new AppLookup(resolver);
		this.picker = picker;
		this.peers = peers;
		this.ownApp = ownApp;
		this.external = external;
		this.peerLayers = List.copyOf(peerLayers);
	}

	/**
	 * Performs a call that came through an API of this sidecar.
	 * @param call the call as the client made it
	 * @return the called app's answer
	 */
	public Mono<InvokeResponse> invoke(ApiCall call) {
		return Mono.defer(() -> {
			InvokeRequest request;
			try {
				request = judge(call);
			}
			catch (InvokeException ex) {
				call.body().discard();
				return Mono.error(ex);
			}
			return dispatch(request);
		});
	}

	/** Target: what the client wrote must name somebody, and a method that may exist. */
	private InvokeRequest judge(ApiCall call) {
		Addressed addressed = call.addressed();
		return new InvokeRequest(target(addressed.target()), method(addressed.method()), call.verb(), call.query(),
				call.contentType(), call.typeUrl(), call.headers(), call.body(), call.trace(), null);
	}

	private InvokeTarget target(String text) {
		try {
			return InvokeTarget.parse(text, this.self.namespace());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTargetException(String.valueOf(ex.getMessage()));
		}
	}

	private static MethodPath method(String text) {
		try {
			return MethodPath.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException(String.valueOf(ex.getMessage()));
		}
	}

	private Mono<InvokeResponse> dispatch(InvokeRequest request) {
		if (request.target() instanceof AppTarget app) {
			return resolved(app, request);
		}
		Identity.withdraw(request.headers());
		return this.external.invoke((UrlTarget) request.target(), request);
	}

	// Whoever calls the app consumes the body; if nobody comes to do so, because there is
	// no such app or the caller went away, it is given back here.
	private Mono<InvokeResponse> resolved(AppTarget app, InvokeRequest request) {
		if (!request.body().needsDiscard()) {
			return this.lookup.find(app, (endpoints) -> toApp(request, app, endpoints));
		}
		AtomicBoolean taken = new AtomicBoolean();
		return this.lookup.find(app, (endpoints) -> taken.compareAndSet(false, true) ? toApp(request, app, endpoints)
				: Mono.<InvokeResponse>empty())
			.doFinally((signal) -> {
				if (taken.compareAndSet(false, true)) {
					request.body().discard();
				}
			});
	}

	private Mono<InvokeResponse> toApp(InvokeRequest request, AppTarget app, List<Endpoint> endpoints) {
		InvokeHeaders headers = request.headers();
		this.identity.introduce(headers, app);
		if (isSelf(app)) {
			return this.ownApp.invoke(AccessGate.self(request), request);
		}
		this.identity.forward(headers, app);
		// Balance: the picked instance first, then the others, for the case that it is
		// dead. It
		// sits inside the retries, so that a dead instance costs no retry and no pause.
		List<Endpoint> inOrder = this.picker.order(app, endpoints);
		Invoker anyInstance = new FirstReachable(app, inOrder, this.peers, this.resolver);
		return InvokerLayer.stack(this.peerLayers, anyInstance).invoke(request);
	}

	/**
	 * Whether a call goes to another sidecar.
	 * @param text the target as written
	 * @return false for the own app, for URLs, and for what names nobody
	 */
	boolean isElsewhere(String text) {
		try {
			return target(text) instanceof AppTarget app && !isSelf(app);
		}
		catch (InvalidTargetException ex) {
			return false;
		}
	}

	private boolean isSelf(AppTarget app) {
		return app.id().equals(this.self.id()) && app.namespace().equals(this.self.namespace());
	}

}
