package dev.daprinvoke.transport.peer;

import reactor.core.publisher.Mono;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.proxy.ProxiedCall;

/**
 * The way of proxied calls to other sidecars, on the connections of all other calls.
 */
public final class PeerProxy {

	/** How often a call may lose its connection before it began on it. */
	private static final int FRESH_STARTS = 3;

	private final ConnectionPool pool;

	/**
	 * Creates the way.
	 * @param pool connections to other sidecars
	 */
	public PeerProxy(ConnectionPool pool) {
		this.pool = pool;
	}

	/**
	 * Whether a method is one by which sidecars call each other.
	 * @param path the full method with a leading slash
	 * @return true if no client may call it through us
	 */
	public static boolean isReserved(String path) {
		return path.startsWith("/" + HopService.NAME + "/");
	}

	/**
	 * Lets a call go to an app's sidecar.
	 * @param endpoint the sidecar's internal address
	 * @param target the app
	 * @param call the call
	 * @return the status that its client got, or a {@link PeerException} if the sidecar
	 * could not be connected to
	 */
	public Mono<StatusCode> call(Endpoint endpoint, AppTarget target, ProxiedCall call) {
		return attempt(PeerKey.of(endpoint, target), call, FRESH_STARTS);
	}

	private Mono<StatusCode> attempt(PeerKey key, ProxiedCall call, int freshStarts) {
		return this.pool.open(key)
			.flatMap((connection) -> call.sendOver(connection, key.endpoint().toString()).doOnSuccess((status) -> {
				if (status == null) {
					this.pool.giveUp(key, connection);
				}
			}))
			.switchIfEmpty(Mono.defer(() -> (freshStarts > 0) ? attempt(key, call, freshStarts - 1) : Mono
				.error(new PeerException(StatusCode.UNAVAILABLE, "error reading from server: EOF", false, null))));
	}

}
