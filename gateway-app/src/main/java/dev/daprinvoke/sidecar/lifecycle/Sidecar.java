package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.invoke.Host;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.observe.ProcessMeters;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.SidecarRuntime;
import dev.daprinvoke.sidecar.api.grpc.GrpcApiServer;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.api.http.Metadata;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.sidecar.api.http.SideListeners;
import dev.daprinvoke.sidecar.edge.ApiServerSettings;
import dev.daprinvoke.sidecar.edge.EdgeMeters;
import dev.daprinvoke.sidecar.edge.GatewayContext;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.sidecar.flags.StartupException;
import dev.daprinvoke.sidecar.host.HostAddress;
import dev.daprinvoke.sidecar.host.HostName;
import dev.daprinvoke.sidecar.host.StableInternalPort;
import dev.daprinvoke.transport.peer.PeerServer;

/**
 * One sidecar from its settings to its exit code: read what operators wrote, bind the
 * internal port, find resolvers, open the APIs, wait for the app, serve, stop (contract
 * sections 4, start-up order, and 5.3).
 */
public final class Sidecar implements SidecarRuntime {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	/** Go's server leaves that much room beyond the configured header size. */
	private static final int HEADER_SLACK = 4096;

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final CompletableFuture<String> stopByApi = new CompletableFuture<>();

	private final CompletableFuture<Integer> broken = new CompletableFuture<>();

	@Override
	public int run(SidecarSettings settings, CompletionStage<String> stop) throws InterruptedException {
		long start = System.nanoTime();
		Operated operated = Operated.load(settings, System.getenv());
		SidecarLoops loops = new SidecarLoops();
		Meters meters = new Meters();
		ProcessMeters.register(meters);
		InvocationMeters calls = new InvocationMeters(meters, settings.app().id());
		Readiness readiness = new Readiness();
		Scheduler metricsReader = Schedulers.newSingle("metrics", true);
		HostAddress address = new HostAddress(System.getenv());
		String announced = announcedAddress(address, settings);
		Host host = new Host(address.find().orElse(announced), HostName.read());

		NameResolver resolver = resolver(operated);
		Rooms rooms = new Rooms(settings, host, resolver, calls, loops);
		PeerServer internal = internalServer(settings, rooms, loops);
		Listeners listeners = new Listeners();
		DaprEndpoints endpoints = new DaprEndpoints(settings.app().id(), readiness,
				new Metadata(settings.app(), operated.resources().components(), BuildInfo.ofThisBuild()),
				this::shutdownAsked);
		GrpcApiServer grpcApi = grpcApi(settings, rooms, loops);
		bindSideListeners(settings, listeners, new SideListeners(loops.resources()), endpoints, meters, metricsReader);
		GatewayContext httpApi = GatewayContext.start(settings.folder(), httpSettings(settings), loops.resources(),
				endpoints, rooms.api(), new EdgeMeters(calls));
		Instance self = new Instance(rooms.self().id(), rooms.self().namespace(), announced, internal.port(),
				settings.api().httpPort(), settings.app().port());
		announce(resolver, self);
		readiness.outboundReady();
		log.info("HTTP API listens on port {}, internal gRPC on port {}", settings.api().httpPort(), internal.port());
		Disposable appStart = new AppStart(settings.app(), loops.resources()).ready().subscribe((done) -> {
		}, (error) -> log.error("Waiting for the app broke off", error), () -> {
			readiness.allReady();
			log.info("dapr initialized. Status: Running. Init Elapsed {}ms",
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		});

		Integer code = awaitEnd(stop);
		if (code != null) {
			return code;
		}
		appStart.dispose();
		return new GracefulStop(settings.shutdown().gracePeriod()).withdraw(resolver, self)
			.finishCalls(internal, grpcApi)
			.thenClose(httpApi::close, listeners::close, rooms::close, () -> close(resolver), metricsReader::dispose);
	}

	private static String announcedAddress(HostAddress address, SidecarSettings settings) {
		return address.announced(settings.internal().listenAddress())
			.orElseThrow(() -> new StartupException(
					"No address was found under which other hosts could reach this one: only the loopback interface is up."
							+ " Set DAPR_HOST_IP, or give --dapr-internal-grpc-listen-address=127.0.0.1 if all apps run on this host."));
	}

	private NameResolver resolver(Operated operated) throws InterruptedException {
		Resolvers resolvers = new Resolvers(() -> {
			log.error("Others cannot find this sidecar any more: its registration was taken over or deleted");
			this.broken.complete(1);
		});
		try {
			return Await.end(resolvers.open(operated.configuration().nameResolution()), PATIENCE);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new StartupException("Name resolution did not start within " + PATIENCE.toSeconds()
					+ " s. Look at the Configuration's nameResolution.", ex);
		}
	}

	private static PeerServer internalServer(SidecarSettings settings, Rooms rooms, SidecarLoops loops) {
		SidecarSettings.Internal internal = settings.internal();
		int port = (internal.port() > 0) ? internal.port()
				: StableInternalPort.ofThisProcess(settings.app().id()).pick();
		List<InetSocketAddress> at = List.of(Listeners.address(internal.bindAddress(), port));
		return Listeners.grpc("internal gRPC", port, "--dapr-internal-grpc-port",
				() -> PeerServer.start(at, loops.eventLoops(), rooms.peerSettings(), rooms.self(), rooms.inbound()));
	}

	private static GrpcApiServer grpcApi(SidecarSettings settings, Rooms rooms, SidecarLoops loops) {
		int port = settings.api().grpcPort();
		List<InetSocketAddress> at = addresses(settings, port);
		return Listeners.grpc("gRPC API", port, "--dapr-grpc-port",
				() -> GrpcApiServer.start(at, loops.eventLoops(), rooms.peerSettings()));
	}

	private static ApiServerSettings httpSettings(SidecarSettings settings) {
		return new ApiServerSettings(addresses(settings, settings.api().httpPort()),
				settings.limits().readBufferBytes() + HEADER_SLACK);
	}

	private static List<InetSocketAddress> addresses(SidecarSettings settings, int port) {
		return settings.api().listenAddresses().stream().map((address) -> Listeners.address(address, port)).toList();
	}

	private static void bindSideListeners(SidecarSettings settings, Listeners listeners, SideListeners side,
			DaprEndpoints endpoints, Meters meters, Scheduler metricsReader) throws InterruptedException {
		SidecarSettings.Listener metrics = settings.metrics();
		if (metrics != null) {
			listeners.http("metrics", metrics.port(), "--metrics-port", side.metrics(metrics, meters, metricsReader));
		}
		SidecarSettings.Listener publicApi = settings.publicApi();
		if (publicApi != null) {
			listeners.http("public", publicApi.port(), "--dapr-public-port", side.publicApi(publicApi, endpoints));
		}
		SidecarSettings.Listener profiling = settings.profiling();
		if (profiling != null) {
			listeners.http("profile", profiling.port(), "--profile-port", side.profiling(profiling));
		}
	}

	private static void announce(NameResolver resolver, Instance self) throws InterruptedException {
		try {
			Await.end(resolver.announce(self), PATIENCE);
		}
		catch (ExecutionException | TimeoutException ex) {
			log.error("This sidecar could not be announced: {}. Other apps will not find it.", ex.getMessage());
		}
	}

	private void shutdownAsked(boolean forced) {
		if (forced) {
			log.info("Force shutdown requested, exiting immediately without graceful shutdown");
			Schedulers.parallel().schedule(() -> this.broken.complete(1), 100, TimeUnit.MILLISECONDS);
		}
		else {
			log.info("Shutdown requested via API");
			this.stopByApi.complete("api");
		}
	}

	/**
	 * Serves until a stop is asked for; gives an exit code if it is not to be graceful.
	 */
	private @Nullable Integer awaitEnd(CompletionStage<String> stop) throws InterruptedException {
		CompletableFuture<?> end = CompletableFuture.anyOf(stop.toCompletableFuture(), this.stopByApi, this.broken);
		try {
			end.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("waiting for the end failed", ex);
		}
		return this.broken.getNow(null);
	}

	private static void close(NameResolver resolver) {
		try {
			Await.end(resolver.close(), Duration.ofSeconds(3));
		}
		catch (ExecutionException | TimeoutException ex) {
			log.warn("Name resolution did not close: {}", ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
