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
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.transport.app.AppChannel;
import dev.daprinvoke.transport.app.AppHealth;
import dev.daprinvoke.transport.app.AppPort;
import dev.daprinvoke.transport.app.AppToken;
import dev.daprinvoke.transport.app.HealthGate;
import dev.daprinvoke.transport.app.HealthProbes;
import dev.daprinvoke.transport.app.HttpAppChannel;
import dev.daprinvoke.transport.app.HttpAppSettings;
import dev.daprinvoke.transport.app.HttpDialect;
import dev.daprinvoke.transport.app.HttpHealthProbe;
import dev.daprinvoke.transport.app.HttpLimits;

/**
 * The app this sidecar stands beside: the way to it, its health, and the wait for it.
 */
final class OwnApp {

	private final AppChannel channel;

	private final AppHealth health;

	private final Mono<Void> start;

	private final Disposable.Composite closing;

	private OwnApp(AppChannel channel, AppHealth health, Mono<Void> start, Disposable.Composite closing) {
		this.channel = channel;
		this.health = health;
		this.start = start;
		this.closing = closing;
	}

	/**
	 * Puts together what belongs to the app; nothing is called yet.
	 * @param settings all settings
	 * @param meters count the calls
	 * @param loops where connections live
	 * @return the app, or the lack of one
	 */
	static OwnApp of(SidecarSettings settings, CallMeters meters, LoopResources loops) {
		SidecarSettings.App app = settings.app();
		Disposable.Composite closing = Disposables.composite();
		if (app.port() <= 0) {
			return new OwnApp(AppChannel.none(), AppHealth.ASSUMED, Mono.empty(), closing);
		}
		HttpAppSettings http = new HttpAppSettings(app.channelAddress(), app.port(), dialect(app), limits(settings));
		HttpAppChannel bare = new HttpAppChannel(http, loops);
		closing.add(() -> bare.close().subscribe());
		AppChannel whateverHealth = bare.within(everyCall(app, meters));
		AppStart start = new AppStart(app, new AppPort(http, loops), whateverHealth);
		if (!app.health().enabled()) {
			AppChannel channel = whateverHealth.within(limit(app));
			return new OwnApp(channel, AppHealth.ASSUMED, Mono.defer(() -> start.ready(() -> {
			})), closing);
		}
		HealthProbes probes = probes(app.health(), http, meters, loops, closing);
		List<InvokerLayer> layers = new ArrayList<>(List.of(new HealthGate(probes)));
		layers.addAll(limit(app));
		return new OwnApp(whateverHealth.within(layers), probes,
				Mono.defer(() -> start.ready(() -> closing.add(probes.start()))), closing);
	}

	/**
	 * What the app speaks; servers outside are called in the same way.
	 * @param app the app's settings, also where there is no app
	 */
	static HttpDialect dialect(SidecarSettings.App app) {
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

	private static List<InvokerLayer> everyCall(SidecarSettings.App app, CallMeters meters) {
		return app.apiToken().isEmpty() ? List.of(meters.ownApp())
				: List.of(new AppToken(app.apiToken()), meters.ownApp());
	}

	private static HealthProbes probes(SidecarSettings.AppHealth health, HttpAppSettings http, CallMeters meters,
			LoopResources loops, Disposable.Composite closing) {
		HttpHealthProbe probe = new HttpHealthProbe(http, health.path(), loops);
		closing.add(() -> probe.close().subscribe());
		return new HealthProbes(meters.health(probe.ask()), health.interval(), health.timeout(), health.threshold(),
				Schedulers.parallel());
	}

	/** The way to the app for calls. */
	AppChannel channel() {
		return this.channel;
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
