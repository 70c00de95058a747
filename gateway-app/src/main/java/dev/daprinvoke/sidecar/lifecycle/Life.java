package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.invoke.AccessNotes;
import dev.daprinvoke.invoke.Host;
import dev.daprinvoke.observe.AccessMeters;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.observe.ProcessMeters;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.AccessMode;
import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.policy.access.ConfiguredAccess;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resource.AccessControl;
import dev.daprinvoke.resource.ApiLogging;
import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.SidecarRuntime;
import dev.daprinvoke.sidecar.SidecarRuntime.End;
import dev.daprinvoke.sidecar.api.grpc.ApiCalls;
import dev.daprinvoke.sidecar.api.grpc.DaprService;
import dev.daprinvoke.sidecar.api.grpc.GrpcApiServer;
import dev.daprinvoke.sidecar.api.grpc.OwnMetadata;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.api.http.Metadata;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.sidecar.edge.ApiFront;
import dev.daprinvoke.sidecar.edge.EdgeMeters;
import dev.daprinvoke.sidecar.edge.HttpEdge;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.sidecar.host.HostAddress;
import dev.daprinvoke.process.host.HostName;
import dev.daprinvoke.transport.peer.PeerServer;

/**
 * One life of a sidecar from its settings to its exit code: read what operators wrote,
 * get an identity, bind the internal port, find resolvers, open the APIs, wait for the
 * app, serve, stop (contract sections 4, start-up order, and 5.3).
 */
final class Life {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

	private final Fates fates = new Fates();

	private final Names names;

	private final WarmUp warmUp;

	Life(Names names, WarmUp warmUp) {
		this.names = names;
		this.warmUp = warmUp;
	}

	/** Called once, like {@link SidecarRuntime#run}. */
	End run(SidecarSettings settings, CompletionStage<Ask> ask) throws InterruptedException {
		ask.thenAccept((asked) -> this.fates.ask((asked == Ask.STOP) ? Fate.STOP : Fate.RESTART));
		Operated operated = Operated.load(settings, System.getenv());
		SidecarLoops loops = new SidecarLoops();
		Opened opened = new Opened();
		try {
			int code = run(settings, operated, loops, opened);
			if (code == 0) {
				loops.close();
			}
			return end(code);
		}
		catch (RuntimeException ex) {
			opened.close();
			loops.close();
			if (this.fates.gravest() == null) {
				throw ex;
			}
			// Asked to end before the start was through.
			return end((this.fates.gravest() == Fate.FORCED) ? 1 : 0);
		}
	}

	private End end(int code) {
		return new End(code, code == 0 && this.fates.gravest() == Fate.RESTART);
	}

	private int run(SidecarSettings settings, Operated operated, SidecarLoops loops, Opened opened)
			throws InterruptedException {
		long start = System.nanoTime();
		Meters meters = new Meters();
		ProcessMeters.register(meters);
		InvocationMeters calls = new InvocationMeters(meters, settings.app().id());
		Readiness readiness = new Readiness();
		HostAddress address = new HostAddress(System.getenv());
		String announced = announcedAddress(address, settings);
		Host host = new Host(address.find().orElse(announced), HostName.read());
		Ports ports = new Ports(settings, loops);

		MeshIdentity identity = MeshIdentity.open(settings, this.fates);
		opened.add(identity::close);
		NameResolver resolver = this.names.open(operated.configuration().nameResolution(), this.fates);
		HopMeters hopMeters = new HopMeters(meters, settings.app().id());
		Rooms rooms = new Rooms(settings, operated.configuration(), host, resolver, calls, hopMeters, loops,
				identity.security(), gate(settings, operated, meters));
		opened.add(rooms::close);
		log.info("Trace sampler initialized: {}", rooms.sampler());
		PeerServer internal = ports.internal(rooms, hopMeters);
		opened.add(internal::shutdownNow);
		Metadata metadata = new Metadata(settings.app(), operated.resources().components(),
				operated.configuration().features(), BuildInfo.ofThisBuild());
		ApiAccess access = new ApiAccess(operated.configuration().api());
		DaprEndpoints endpoints = new DaprEndpoints(settings.app().id(), access, readiness, metadata,
				this::shutdownAsked);
		GrpcApiServer grpcApi = ports.grpcApi(rooms,
				new DaprService(rooms.invokeService(), new OwnMetadata(metadata, readiness), this::shutdownAsked,
						access,
						new ApiCalls(hopMeters, isLogged(settings.api(), operated.configuration().apiLogging()))));
		opened.add(grpcApi::shutdownNow);
		Listeners listeners = new Listeners(this.fates.any());
		opened.add(listeners::close);
		Scheduler metricsReader = Schedulers.newSingle("metrics", true);
		opened.add(metricsReader::dispose);
		ports.aside(listeners, endpoints, meters, metricsReader);
		HttpEdge httpApi = HttpEdge.start(settings.folder(), ports.httpApi(this.fates.any()), loops.resources(),
				endpoints, rooms.api(), new EdgeMeters(calls),
				front(settings.api(), operated.configuration().apiLogging()));
		opened.add(httpApi::close);
		Instance self = new Instance(rooms.self().id(), rooms.self().namespace(), announced, internal.port(),
				settings.api().httpPort(), settings.app().port());
		this.names.announce(self);
		this.warmUp.run(loops, this.fates);
		readiness.outboundReady();
		log.info("{}, internal gRPC on port {}", places(settings.api()), internal.port());
		Disposable appStart = rooms.ownApp().start().subscribe((done) -> {
		}, (error) -> log.error("Waiting for the app broke off", error), () -> {
			readiness.allReady();
			log.info("dapr initialized. Status: Running. Init Elapsed {}ms",
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		});

		Disposable watch = Disposables.composite(watch(settings, operated), GivingBack.ofThisProcess());
		awaitEnd(new PutOff(settings.shutdown().putOff(), appUnhealthy(readiness, rooms.ownApp())));
		appStart.dispose();
		watch.dispose();
		if (this.fates.gravest() == Fate.FORCED) {
			return 1;
		}
		return new GracefulStop(settings.shutdown().gracePeriod(), this.fates).withdraw(this.names).finishCalls(() -> {
			internal.shutdownNow();
			grpcApi.shutdownNow();
		}, internal.shutdown(), grpcApi.shutdown())
			.thenClose(() -> close(httpApi, rooms, identity), listeners::close, metricsReader::dispose);
	}

	private static AccessGate gate(SidecarSettings settings, Operated operated, Meters meters) {
		AccessControl rules = operated.configuration().accessControl();
		AccessMode mode = operated.properties().accessMode();
		if (mode == AccessMode.AUDIT) {
			log.warn("Access control is in audit mode: what it would deny is logged and counted, and passes");
		}
		return new AccessGate(new ConfiguredAccess(rules, !OwnApp.speaksGrpc(settings.app())), mode,
				new AccessNotes(new AccessMeters(meters)));
	}

	private static ApiFront front(SidecarSettings.Api api, ApiLogging configured) {
		return new ApiFront(api.allowedOrigins(), api.token(),
				new ApiLogging(isLogged(api, configured), configured.obfuscateUrls(), configured.omitHealthChecks()));
	}

	private static boolean isLogged(SidecarSettings.Api api, ApiLogging configured) {
		return (api.callLogging() != null) ? api.callLogging() : configured.enabled();
	}

	private static String places(SidecarSettings.Api api) {
		return (api.socketFolder() != null)
				? "HTTP API listens, as the gRPC API, on a unix domain socket in " + api.socketFolder()
				: "HTTP API listens on port " + api.httpPort() + ", gRPC API on port " + api.grpcPort();
	}

	private static String announcedAddress(HostAddress address, SidecarSettings settings) {
		return address.announced(settings.internal().listenAddress())
			.orElseThrow(() -> new StartupException(
					"No address was found under which other hosts could reach this one: only the loopback interface is up."
							+ " Set DAPR_HOST_IP, or give --dapr-internal-grpc-listen-address=127.0.0.1 if all apps run on this host."));
	}

	private void shutdownAsked(boolean forced) {
		if (forced) {
			log.info("Force shutdown requested, exiting immediately without graceful shutdown");
			Schedulers.parallel().schedule(() -> this.fates.ask(Fate.FORCED), 100, TimeUnit.MILLISECONDS);
		}
		else {
			log.info("Shutdown requested via API");
			this.fates.ask(Fate.STOP);
		}
	}

	private Disposable watch(SidecarSettings settings, Operated operated) {
		ConfigurationWatch watch = new ConfigurationWatch(settings.resources(), System.getenv(),
				operated.configuration());
		if (!watch.hasFiles() || !operated.configuration().features().enabled().contains("HotReload")) {
			return Disposables.disposed();
		}
		Scheduler reader = Schedulers.newSingle("resources", true);
		return Disposables.composite(watch.edited(WATCH_INTERVAL, reader).subscribe((done) -> {
		}, (error) -> log.error("Edits of the Configuration are not noticed any more", error), () -> {
			log.info("The Configuration was edited; restarting the runtime");
			this.fates.ask(Fate.RESTART);
		}), reader);
	}

	/** Serves until the end may begin: only a stop is put off, a restart is not. */
	private void awaitEnd(PutOff putOff) throws InterruptedException {
		try {
			if (this.fates.first().get() == Fate.STOP) {
				CompletableFuture.anyOf(putOff.over().toFuture(), this.fates.forced()).get();
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("waiting for the end failed", ex);
		}
	}

	// An app that is not up yet is not healthy either.
	private static Mono<?> appUnhealthy(Readiness readiness, OwnApp app) {
		return Mono.defer(() -> readiness.isReady() ? app.health().unhealthy() : Mono.empty());
	}

	// Calls in flight at the API still look for apps and connect to them.
	private void close(HttpEdge httpApi, Rooms rooms, MeshIdentity identity) {
		httpApi.close();
		rooms.close();
		identity.close();
		if (this.fates.gravest() != Fate.RESTART) {
			this.names.leave();
		}
	}

}
