package dev.daprinvoke.invoke;

import java.util.List;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.InvalidMethodException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.transport.app.GrpcApp;
import dev.daprinvoke.transport.proxy.CallProxy;
import dev.daprinvoke.transport.proxy.ProxiedCall;
import dev.daprinvoke.transport.proxy.ProxiedHead;

/**
 * The way of a proxied call that arrives at the sidecar of its app: layers → access
 * control → the app's health and its limit of calls → the app (contract section 3.5).
 * Calls to oneself come here too, and are subject to access control, as real Dapr's.
 * <p>
 * Called on event loops; never blocks.
 */
public final class InboundProxy implements CallProxy {

	static final AsciiString APP_ID = AsciiString.cached("dapr-app-id");

	static final AsciiString CALLEE = AsciiString.cached("dapr-callee-app-id");

	static final AsciiString CALLER = AsciiString.cached(Identity.CALLER);

	static final AsciiString API_TOKEN = AsciiString.cached("dapr-api-token");

	private final AppTarget self;

	private final AccessGate gate;

	private final GrpcApp app;

	private final List<InvokerLayer> layers;

	private final CallProxy elsewhere;

	/**
	 * Creates the way in.
	 * @param self the app this sidecar stands for
	 * @param gate who may call
	 * @param app the way to the own app, its health and its limit included
	 * @param layers what surrounds calls of other sidecars, denied ones included
	 * @param elsewhere takes calls for other apps: what arrives here need not be for us
	 */
	public InboundProxy(AppTarget self, AccessGate gate, GrpcApp app, List<InvokerLayer> layers, CallProxy elsewhere) {
		this.self = self;
		this.gate = gate;
		this.app = app;
		this.layers = List.copyOf(layers);
		this.elsewhere = elsewhere;
	}

	@Override
	public Mono<?> proxy(ProxiedCall call) {
		vouch(call.head());
		String own = this.self.id().value();
		if (!own.equals(target(call.head()))) {
			String callee = call.head().first(CALLEE);
			return (callee != null && !callee.isEmpty()) ? Mono.error(stale(callee, own))
					: Mono.from(this.elsewhere.proxy(call));
		}
		return request(call.head(), this.self)
			.flatMap((request) -> InvokerLayer.stack(this.layers, (inner) -> toApp(call, inner)).invoke(request));
	}

	private static void vouch(ProxiedHead head) {
		SpiffeId caller = head.caller();
		if (caller == null) {
			return;
		}
		head.remove(CALLER);
		head.remove(OutboundProxy.NAMESPACE);
		List<String> app = caller.namespaceAndApp();
		if (!app.isEmpty()) {
			head.set(CALLER, app.get(1));
		}
	}

	// Another sidecar has looked for the app, and found us: to look again might go on for
	// ever.
	private static PeerException stale(String callee, String own) {
		return new PeerException(StatusCode.UNAVAILABLE,
				"app id " + callee + " is not here: this is the sidecar of " + own + ", the address is stale", true,
				null);
	}

	/** Calls the own app, on behalf of another sidecar's or of the app itself. */
	Mono<InvokeResponse> toApp(ProxiedCall call, InvokeRequest request) {
		return Mono.defer(() -> this.app.call(this.gate.admitProxied(request, request.caller()), request, call));
	}

	/** Whom a call is meant for, or null if it names nobody. */
	static @Nullable String target(ProxiedHead head) {
		String callee = head.first(CALLEE);
		String target = (callee != null && !callee.isEmpty()) ? callee : head.first(APP_ID);
		return (target != null && !target.isEmpty()) ? target : null;
	}

	/** What layers and access control see of a call. */
	static Mono<InvokeRequest> request(ProxiedHead head, AppTarget target) {
		MethodPath method;
		try {
			method = MethodPath.of(head.path());
		}
		catch (IllegalArgumentException ex) {
			return Mono.error(new InvalidMethodException(String.valueOf(ex.getMessage())));
		}
		InvokeHeaders headers = new InvokeHeaders(1);
		String caller = head.first(CALLER);
		if (caller != null) {
			headers.add(CALLER.toString(), caller);
		}
		return Mono.just(new InvokeRequest(target, method, null, "", null, "", headers, InvokeBody.EMPTY)
			.withCaller(head.caller()));
	}

	/** The answer that layers see when a call has ended. */
	static InvokeResponse response(StatusCode code) {
		return new InvokeResponse(code.ordinal(), null, new InvokeHeaders(0), InvokeBody.EMPTY);
	}

}
