package dev.daprinvoke.transport.app;

import java.util.List;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.proxy.ProxiedCall;

/**
 * The way of proxied calls to the own app, which speaks gRPC, whatever else it speaks
 * (contract section 3.5). Settled: they heed the app's health and its limit of calls.
 */
public final class GrpcApp {

	private static final AsciiString APP_ID = AsciiString.cached("dapr-app-id");

	private static final AsciiString TOKEN = AsciiString.cached("dapr-api-token");

	/** How often a call may lose its connection before it began on it. */
	private static final int FRESH_STARTS = 3;

	/** Null if there is no app. */
	private final @Nullable Instance instance;

	private final String token;

	private final List<InvokerLayer> layers;

	/**
	 * Creates the way to an app.
	 * @param pool connections to the app
	 * @param key where the app is
	 * @param token what the app wants to see, empty for nothing
	 * @param layers what surrounds every call, in request order
	 */
	public GrpcApp(ConnectionPool pool, PeerKey key, String token, List<InvokerLayer> layers) {
		this(new Instance(pool, key), token, layers);
	}

	private GrpcApp(@Nullable Instance instance, String token, List<InvokerLayer> layers) {
		this.instance = instance;
		this.token = token;
		this.layers = List.copyOf(layers);
	}

	/**
	 * The way of a sidecar that was started without an app port.
	 * @return one that fails every call, in the words of real Dapr, which tries port 0
	 */
	public static GrpcApp none() {
		return new GrpcApp(null, "", List.of());
	}

	/**
	 * Lets a call go to the app.
	 * @param permit the proof that it may
	 * @param request what layers see of it
	 * @param call the call
	 * @return the status that its client got, without a body, when the call has ended
	 */
	public Mono<InvokeResponse> call(Permit permit, InvokeRequest request, ProxiedCall call) {
		Instance app = this.instance;
		if (app == null) {
			return Mono.error(new PeerException(StatusCode.UNAVAILABLE,
					"connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:0: connect: connection refused\"",
					false, null));
		}
		call.head().dispatch("/" + permit.method().value());
		call.head().remove(APP_ID);
		call.head().remove(TOKEN);
		if (!this.token.isEmpty()) {
			call.head().set(TOKEN, this.token);
		}
		return InvokerLayer.stack(this.layers, (inner) -> attempt(app, call, FRESH_STARTS)).invoke(request);
	}

	private Mono<InvokeResponse> attempt(Instance app, ProxiedCall call, int freshStarts) {
		return app.pool()
			.open(app.key())
			.flatMap(
					(connection) -> call.sendOver(connection, app.key().endpoint().toString()).doOnSuccess((status) -> {
						if (status == null) {
							app.pool().giveUp(app.key(), connection);
						}
					}))
			.map(GrpcApp::response)
			.switchIfEmpty(Mono.defer(() -> (freshStarts > 0) ? attempt(app, call, freshStarts - 1) : Mono
				.error(new PeerException(StatusCode.UNAVAILABLE, "error reading from server: EOF", false, null))));
	}

	private static InvokeResponse response(StatusCode code) {
		return new InvokeResponse(code.ordinal(), null, new InvokeHeaders(0), InvokeBody.EMPTY);
	}

	/**
	 * An app that there is.
	 *
	 * @param pool connections to it
	 * @param key where it is
	 */
	private record Instance(ConnectionPool pool, PeerKey key) {

	}

}
