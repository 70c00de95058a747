package dev.daprinvoke.sidecar.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.invoke.CallMeters;
import dev.daprinvoke.policy.resiliency.ConcurrencyLimit;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.transport.app.AppChannel;
import dev.daprinvoke.transport.app.AppHealth;
import dev.daprinvoke.transport.app.AppPort;
import dev.daprinvoke.transport.app.AppToken;
import dev.daprinvoke.transport.app.GrpcApp;
import dev.daprinvoke.transport.app.GrpcAppChannel;
import dev.daprinvoke.transport.app.GrpcHealthProbe;
import dev.daprinvoke.transport.app.HealthGate;
import dev.daprinvoke.transport.app.HealthProbes;
import dev.daprinvoke.transport.app.HttpAppChannel;
import dev.daprinvoke.transport.app.HttpAppSettings;
import dev.daprinvoke.transport.app.HttpDialect;
import dev.daprinvoke.transport.app.HttpHealthProbe;
import dev.daprinvoke.transport.app.HttpLimits;
import dev.daprinvoke.transport.grpc.AppSecurity;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.PeerSettings;

/**
 * The app this sidecar stands beside: the way to it, its health, and the wait for it.
 */
final class OwnApp {

	private final AppChannel channel;

	private final GrpcApp proxied;

	private final AppHealth health;

	private final Mono<Void> start;

	private final Disposable.Composite closing;

	private OwnApp(AppChannel channel, GrpcApp proxied, AppHealth health, Mono<Void> start,
			Disposable.Composite closing) {
		this.channel = channel;
		this.proxied = proxied;
		this.health = health;
		this.start = start;
		this.closing = closing;
	}

	/**
	 * Puts together what belongs to the app; nothing is called yet.
	 * @param settings all settings
	 * @param meters count the calls
	 * @param grpcMeters count those of a gRPC app, and its probes
	 * @param loops where connections live
	 * @param limits of gRPC
	 * @return the app, or the lack of one
	 */
	static OwnApp of(SidecarSettings settings, CallMeters meters, HopMeters grpcMeters, SidecarLoops loops,
			PeerSettings limits) {
		SidecarSettings.App app = settings.app();
		Disposable.Composite closing = Disposables.composite();
		if (app.port() <= 0) {
			return new OwnApp(AppChannel.none(), GrpcApp.none(), AppHealth.ASSUMED, Mono.empty(), closing);
		}
		HttpAppSettings http = new HttpAppSettings(app.channelAddress(), app.port(), dialect(app), limits(settings));
		ConnectionPool pool = ConnectionPool.toApp(loops.eventLoops(), limits,
				app.protocol().endsWith("s") ? AppSecurity.TLS : AppSecurity.PLAINTEXT);
		closing.add(pool::close);
		PeerKey key = new PeerKey(new Endpoint(app.channelAddress(), app.port()), new Namespace(app.namespace()),
				new AppId(app.id()));
		AppChannel whateverHealth;
		Mono<Boolean> probe;
		ProbeNote note = new ProbeNote();
		if (speaksGrpc(app)) {
			whateverHealth = new GrpcAppChannel(pool, key, limits.maxMessageSize(), grpcMeters).within(token(app));
			probe = grpcMeters.health(note.on("HealthCheck", new GrpcHealthProbe(pool, key).ask()));
		}
		else {
			HttpAppChannel bare = new HttpAppChannel(http, loops.resources());
			closing.add(() -> bare.close().subscribe());
			whateverHealth = bare.within(List.of(meters.ownApp())).within(token(app));
			probe = app.health().enabled() ? httpProbe(app.health(), http, meters, note, loops.resources(), closing)
					: Mono.just(true);
		}
		List<InvokerLayer> layers = new ArrayList<>();
		AppHealth health = AppHealth.ASSUMED;
		Runnable listening = () -> {
		};
		if (app.health().enabled()) {
			HealthProbes probes = new HealthProbes(probe, app.health().interval(), app.health().timeout(),
					app.health().threshold(), Schedulers.parallel(), note);
			layers.add(new HealthGate(probes));
			health = probes;
			listening = () -> closing.add(probes.start());
		}
		layers.addAll(limit(app));
		Runnable whenListening = listening;
		AppStart start = new AppStart(app, new AppPort(http, loops.resources()), whateverHealth);
		// Whatever the app speaks: what is proxied is gRPC, and an HTTP app may serve
		// that
		// too.
		GrpcApp proxied = new GrpcApp(pool, key, app.apiToken(), layers);
		return new OwnApp(whateverHealth.within(layers), proxied, health, Mono.defer(() -> start.ready(whenListening)),
				closing);
	}

	/** Whether the app is called by gRPC. */
	static boolean speaksGrpc(SidecarSettings.App app) {
		return app.protocol().startsWith("grpc");
	}

	private static List<InvokerLayer> token(SidecarSettings.App app) {
		return app.apiToken().isEmpty() ? List.of() : List.of(new AppToken(app.apiToken()));
	}

	private static Mono<Boolean> httpProbe(SidecarSettings.AppHealth health, HttpAppSettings http, CallMeters meters,
			ProbeNote note, LoopResources loops, Disposable.Composite closing) {
		HttpHealthProbe probe = new HttpHealthProbe(http, health.path(), loops);
		closing.add(() -> probe.close().subscribe());
		return meters.health(note.on("GET " + health.path(), probe.ask()));
	}

	/**
	 * How servers outside are called: as the app is, if that is by HTTP.
	 * @param app the app's settings, also where there is no app
	 */
	static HttpDialect dialectOutside(SidecarSettings.App app) {
		return speaksGrpc(app) ? HttpDialect.HTTP : dialect(app);
	}

	private static HttpDialect dialect(SidecarSettings.App app) {
		if (speaksGrpc(app)) {
			// Its port alone is looked at by it.
			return app.protocol().equals("grpcs") ? HttpDialect.HTTPS : HttpDialect.HTTP;
		}
		return HttpDialect.valueOf(app.protocol().toUpperCase(Locale.ROOT));
	}

	static HttpLimits limits(SidecarSettings settings) {
		return HttpLimits.DEFAULTS.withMaxHeaderSize(settings.limits().readBufferBytes());
	}

	/**
	 * The limit of calls at the same time, if there is one: each way out has its own.
	 */
	static List<InvokerLayer> limit(SidecarSettings.App app) {
		return (app.maxConcurrency() > 0) ? List.of(new ConcurrencyLimit(app.maxConcurrency())) : List.of();
	}

	/** The way to the app for calls. */
	AppChannel channel() {
		return this.channel;
	}

	/** The way to the app for calls that pass unread. */
	GrpcApp proxied() {
		return this.proxied;
	}

	AppHealth health() {
		return this.health;
	}

	/**
	 * Waits for the app, and asks it what there is to ask.
	 * @return completes when the app can be called; at once if there is none
	 */
	Mono<Void> start() {
		return this.start;
	}

	/** Ends the probes and closes all connections. */
	void close() {
		this.closing.dispose();
	}

}
