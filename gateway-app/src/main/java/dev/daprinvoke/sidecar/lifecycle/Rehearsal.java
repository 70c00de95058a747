package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import dev.daprinvoke.invoke.Host;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.AccessPolicy;
import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resource.Configuration;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.api.http.Metadata;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.sidecar.edge.EdgeMeters;
import dev.daprinvoke.sidecar.edge.PassingEdge;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.peer.PeerServer;

/**
 * A second sidecar in this process that calls itself, in both roles: client, HTTP API,
 * hop, app. It shares nothing with the first one but the event loops: its ports are for
 * this host only and the system's choice, nobody reads its meters, and it knows no
 * settings of users. Used by the main thread only.
 */
final class Rehearsal {

	private static final String APP_ID = "warm-up";

	private static final String CALLEE = "warm-up-callee";

	private final SidecarLoops loops;

	private final RehearsalApp app;

	private final RehearsalClient client;

	private final RehearsalNames names = new RehearsalNames();

	private final Deque<Mono<Void>> closing = new ArrayDeque<>();

	private int port;

	/**
	 * Creates a rehearsal of which nothing is open yet.
	 * @param loops where connections live
	 */
	Rehearsal(SidecarLoops loops) {
		this.loops = loops;
		this.app = new RehearsalApp(loops.eventLoops());
		this.client = new RehearsalClient(loops.eventLoops(), CALLEE);
	}

	/**
	 * Opens what calls need.
	 * @param until when the attempt ends
	 * @param giveUp ends it before that when it emits or completes
	 * @throws IOException if a port cannot be bound; so may a {@link RuntimeException}
	 */
	void open(Deadline until, Publisher<?> giveUp)
			throws IOException, InterruptedException, ExecutionException, TimeoutException {
		InetAddress here = InetAddress.getLoopbackAddress();
		this.closing.push(this.app.close());
		SidecarSettings settings = settings(Await.end(this.app.start(), until.left()));
		Meters meters = new Meters();
		InvocationMeters calls = new InvocationMeters(meters, APP_ID);
		HopMeters hop = new HopMeters(meters, APP_ID);
		Rooms rooms = new Rooms(settings, Configuration.DEFAULT, new Host(here.getHostAddress(), "localhost"),
				this.names, calls, hop, this.loops, HopSecurity.PLAINTEXT, new AccessGate(AccessPolicy.ALLOW_ALL));
		this.closing.push(Mono.fromRunnable(rooms::close));
		PeerServer internal = PeerServer.start(List.of(new InetSocketAddress(here, 0)), this.loops.eventLoops(),
				rooms.peerSettings(), rooms.self(), rooms.inbound(), hop, rooms.tracing(), rooms.hopProxy());
		this.closing.push(Mono.fromRunnable(internal::shutdownNow).then(Mono.defer(internal::shutdown)));
		hopTo(new Endpoint(here.getHostAddress(), internal.port()));
		PassingEdge edge = PassingEdge.start(this.loops.resources(), endpoints(settings), rooms.api(),
				new EdgeMeters(calls), Mono.firstWithSignal(Mono.delay(until.left()), Mono.from(giveUp)));
		this.closing.push(edge.close());
		this.port = edge.port();
	}

	private static SidecarSettings settings(int appPort) {
		return new SettingsReader(DaprdFlag.parse("--app-id=" + APP_ID, "--app-port=" + appPort), Map.of(), null)
			.read();
	}

	private static DaprEndpoints endpoints(SidecarSettings settings) {
		Metadata metadata = new Metadata(settings.app(), List.of(), Features.DEFAULT, BuildInfo.ofThisBuild());
		return new DaprEndpoints(APP_ID, ApiAccess.ALL, new Readiness(), metadata, (forced) -> {
		});
	}

	/** Lets calls go somewhere else than to the own internal port. */
	void hopTo(Endpoint endpoint) {
		this.names.place(endpoint);
	}

	/**
	 * Makes calls, one after the other.
	 * @param connections how many connections it opens to the API, one after the other
	 * @param each how many calls it makes on each
	 * @return completes with the last answer; fails if one is no 200
	 */
	Mono<Void> calls(int connections, int each) {
		return Mono.defer(() -> this.client.call(this.port, each)).repeat(connections - 1).then();
	}

	/** The HTTP API's port. */
	int port() {
		return this.port;
	}

	/** The number of calls that came to the app so far. */
	int calledApp() {
		return this.app.answered();
	}

	/** The number of calls that were answered so far. */
	int answered() {
		return this.client.answered();
	}

	/**
	 * Closes what was opened, and breaks off what is in flight.
	 * @return completes when all connections are closed
	 */
	Mono<Void> close() {
		return Mono.whenDelayError(this.closing);
	}

}
