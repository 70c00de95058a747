package dev.daprinvoke.sidecar.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.process.flags.StartupException;

/**
 * An HTTP API for a moment: for this host only, on a port the system chooses, without
 * routes and with nothing before them.
 */
public final class PassingEdge {

	private static final int MAX_HEAD_BYTES = 8192;

	private final ApiServer server;

	private PassingEdge(ApiServer server) {
		this.server = server;
	}

	/**
	 * Binds a port.
	 * @param loops where connections live
	 * @param endpoints Dapr's own endpoints
	 * @param api performs calls
	 * @param meters counts requests
	 * @param giveUp ends the attempts to bind when it emits or completes
	 * @return the running API
	 * @throws StartupException if no port could be bound by then
	 */
	public static PassingEdge start(LoopResources loops, DaprEndpoints endpoints, HttpApi api, EdgeMeters meters,
			Publisher<?> giveUp) {
		InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		ApiServer server = new ApiServer(new ApiServerSettings(List.of(anyPort), MAX_HEAD_BYTES, true, giveUp), loops,
				new EdgeHandler(endpoints, api, new NoRoutes(endpoints), meters, ApiFront.NONE));
		server.start();
		return new PassingEdge(server);
	}

	/**
	 * Where it listens.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Frees the port and breaks off all requests.
	 * @return completes when all connections are closed
	 */
	public Mono<Void> close() {
		return this.server.stopNow();
	}

}
