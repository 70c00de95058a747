package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.sidecar.api.grpc.DaprService;
import dev.daprinvoke.sidecar.api.grpc.GrpcApiServer;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.api.http.SideListeners;
import dev.daprinvoke.sidecar.edge.ApiServerSettings;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.sidecar.host.StableInternalPort;
import dev.daprinvoke.sidecar.wire.ApiConnections;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.peer.PeerServer;

/**
 * The ports of one sidecar: which they are, and who listens there.
 */
final class Ports {

	private static final Logger log = LoggerFactory.getLogger(Ports.class);

	/** Go's server leaves that much room beyond the configured header size. */
	private static final int HEADER_SLACK = 4096;

	private final SidecarSettings settings;

	private final SidecarLoops loops;

	private final @Nullable ApiSockets sockets;

	private final List<String> listenAddresses;

	Ports(SidecarSettings settings, SidecarLoops loops) {
		this.settings = settings;
		this.loops = loops;
		Path folder = settings.api().socketFolder();
		this.sockets = (folder != null) ? new ApiSockets(folder, settings.app().id()) : null;
		this.listenAddresses = (folder != null) ? List.of() : known(settings.api().listenAddresses());
	}

	// Once for both APIs. An address that is no name here is like one that cannot be
	// bound:
	// it is passed over as long as there is another (contract section 1.1).
	private static List<String> known(List<String> addresses) {
		List<String> known = new ArrayList<>();
		StartupException last = null;
		for (String address : addresses) {
			try {
				Listeners.address(address, 0);
				known.add(address);
			}
			catch (StartupException ex) {
				last = ex;
				log.warn("--dapr-listen-addresses: {} (expected: addresses of this host, or names it knows); "
						+ "the APIs do not listen there", address);
			}
		}
		if (known.isEmpty() && last != null) {
			throw last;
		}
		return known;
	}

	PeerServer internal(Rooms rooms, HopMeters hopMeters) {
		SidecarSettings.Internal internal = this.settings.internal();
		int port = (internal.port() > 0) ? internal.port()
				: StableInternalPort.ofThisProcess(this.settings.app().id()).pick();
		List<InetSocketAddress> at = List.of(Listeners.address(internal.bindAddress(), port));
		return Listeners.grpc("internal gRPC", port, "--dapr-internal-grpc-port",
				() -> PeerServer.start(at, this.loops.eventLoops(), rooms.peerSettings(), rooms.self(), rooms.inbound(),
						hopMeters, rooms.tracing(), rooms.hopProxy()));
	}

	GrpcApiServer grpcApi(Rooms rooms, DaprService service) {
		ApiToken token = this.settings.api().token();
		if (this.sockets != null) {
			DomainSocketAddress socket = this.sockets.grpc();
			EventLoops domainLoops = this.loops.domainSocketLoops();
			return Listeners.grpcSocket("gRPC API", socket, () -> GrpcApiServer.start(List.of(socket), domainLoops,
					rooms.peerSettings(), service, rooms.apiProxy(), token));
		}
		int port = this.settings.api().grpcPort();
		List<SocketAddress> at = addresses(port);
		return Listeners.grpc("gRPC API", port, "--dapr-grpc-port", () -> GrpcApiServer.start(at,
				this.loops.eventLoops(), rooms.peerSettings(), service, rooms.apiProxy(), token));
	}

	/**
	 * Binds the small HTTP ports that are asked for.
	 * @param listeners takes what is bound
	 * @param endpoints what the public port serves
	 * @param meters what the metrics port serves
	 * @param reader where metrics are read
	 */
	void aside(Listeners listeners, DaprEndpoints endpoints, Meters meters, Scheduler reader)
			throws InterruptedException {
		SideListeners side = new SideListeners(this.loops.resources(), ApiConnections.http1(() -> false));
		SidecarSettings.Listener metrics = this.settings.metrics();
		if (metrics != null) {
			listeners.http("metrics", metrics.port(), "--metrics-port", side.metrics(metrics, meters, reader));
		}
		SidecarSettings.Listener publicApi = this.settings.publicApi();
		if (publicApi != null) {
			listeners.http("public", publicApi.port(), "--dapr-public-port", side.publicApi(publicApi, endpoints));
		}
		SidecarSettings.Listener profiling = this.settings.profiling();
		if (profiling != null) {
			listeners.http("profile", profiling.port(), "--profile-port", side.profiling(profiling));
		}
	}

	ApiServerSettings httpApi(Publisher<?> giveUp) {
		List<SocketAddress> at = (this.sockets != null) ? List.of(this.sockets.http())
				: addresses(this.settings.api().httpPort());
		return new ApiServerSettings(at, this.settings.limits().readBufferBytes() + HEADER_SLACK,
				this.settings.api().h2c(), giveUp);
	}

	private List<SocketAddress> addresses(int port) {
		return this.listenAddresses.stream().<SocketAddress>map((address) -> Listeners.address(address, port)).toList();
	}

}
