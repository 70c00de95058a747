package dev.daprinvoke.sentry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.MeshTls;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.resource.ConfigurationLoader;
import dev.daprinvoke.resource.MeshSettings;
import dev.daprinvoke.resource.ResourceException;
import dev.daprinvoke.sentry.authority.CredentialFiles;
import dev.daprinvoke.sentry.authority.CredentialWatch;
import dev.daprinvoke.sentry.flags.SentryOptions;
import dev.daprinvoke.sentry.server.CaServer;
import dev.daprinvoke.sentry.server.SentryMeters;
import dev.daprinvoke.sentry.server.SideServer;
import dev.daprinvoke.sentry.server.Signing;
import dev.daprinvoke.sentry.validate.Validators;
import dev.daprinvoke.target.SpiffeId;

/**
 * One life of Sentry from its options to its end: read the Configuration, read or make
 * credentials, serve, follow new credentials, stop.
 */
final class SentryLife {

	private static final Logger log = LoggerFactory.getLogger("dapr.sentry");

	private static final String BY_DEFAULT = "localhost";

	private final SentryOptions options;

	private final Map<String, String> environment;

	SentryLife(SentryOptions options, Map<String, String> environment) {
		this.options = options;
		this.environment = environment;
	}

	/**
	 * Lives. Called by the main thread.
	 * @param ask what signals ask for
	 * @return what ended it
	 * @throws StartupException if it cannot begin
	 */
	Ask run(CompletionStage<Ask> ask) throws InterruptedException {
		try {
			return serve(ask);
		}
		catch (IdentityException | ResourceException ex) {
			throw new StartupException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private Ask serve(CompletionStage<Ask> ask) throws InterruptedException {
		MeshSettings settings = new ConfigurationLoader(this.environment)
			.loadMesh(List.of(this.options.configuration()));
		SpiffeId own = identity(settings);
		CredentialFiles files = new CredentialFiles(this.options.credentials());
		Meters meters = new Meters();
		Issuing issuing = new Issuing(files.load(own, Instant.now(), settings.clockSkew()), own, settings);
		SentryMeters counted = new SentryMeters(meters, issuing::authority);
		Validators validators = Validators.of(settings, own);
		if (validators.believeEverybody()) {
			log.warn("Every workload is believed to be who it says: mtls.tokenValidators names no validator. "
					+ "Let only workloads that you trust reach port {}", this.options.api().port());
		}
		warnOfExpiry(issuing.authority().expiresAt(), settings.workloadLife());
		Scheduler reader = Schedulers.newSingle("credentials", true);
		Disposable following = new CredentialWatch(files).changes(reader).subscribe((changed) -> {
			issuing.use(changed);
			counted.issuerChanged();
			log.info("Issuer certificates changed: workloads are certified by the new ones from now on");
			warnOfExpiry(changed.expiresAt(), settings.workloadLife());
		}, (error) -> log.error("New credentials are not noticed any more", error));
		try (Closing closing = new Closing()) {
			closing.add(reader::dispose);
			closing.add(following::dispose);
			SentryOptions.Place metrics = this.options.metrics();
			if (metrics != null) {
				closing.add(open(metrics, (address) -> SideServer.metrics(address, meters))::close);
			}
			AtomicBoolean ready = new AtomicBoolean();
			closing.add(open(this.options.health(), (address) -> SideServer.health(address, ready::get))::close);
			CaServer server = open(this.options.api(),
					(address) -> CaServer.start(address, MeshTls.sentry(issuing::own),
							new Signing(issuing::authority, validators, settings, own, counted, Clock.systemUTC())));
			ready.set(true);
			log.info("Sentry of {} serves on port {}", own, server.port());
			Ask asked = await(ask);
			server.close();
			return asked;
		}
	}

	private SpiffeId identity(MeshSettings settings) {
		String given = this.options.trustDomain();
		String configured = settings.trustDomain();
		String domain = (given != null) ? given : (configured != null) ? configured : BY_DEFAULT;
		try {
			return new SpiffeId(domain, "/ns/" + this.options.namespace() + "/dapr-sentry");
		}
		catch (IllegalArgumentException ex) {
			throw new StartupException("The trust domain " + domain
					+ " (--trust-domain, or mtls.controlPlaneTrustDomain" + " in the Configuration) with the namespace "
					+ this.options.namespace() + " (NAMESPACE) makes no identity: " + ex.getMessage(), ex);
		}
	}

	private static void warnOfExpiry(Instant end, Duration workloadLife) {
		Duration left = Duration.between(Instant.now(), end);
		if (left.compareTo(workloadLife) < 0) {
			log.warn("The issuer's certificate expires at {}: before the certificates of workloads do. Renew it", end);
		}
	}

	private static Ask await(CompletionStage<Ask> ask) throws InterruptedException {
		try {
			return ask.toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("waiting for the end failed", ex);
		}
	}

	/** Binds something to an address. */
	@FunctionalInterface
	private interface Opening<T> {

		T at(InetSocketAddress address) throws IOException;

	}

	private static <T> T open(SentryOptions.Place place, Opening<T> opening) {
		InetSocketAddress address = place.address().isEmpty() ? new InetSocketAddress(place.port())
				: new InetSocketAddress(place.address(), place.port());
		try {
			return opening.at(address);
		}
		catch (IOException ex) {
			throw new StartupException("%s=%d: nothing can listen on %s: %s. Give another port or address."
				.formatted(place.flag(), place.port(), address, ex.getMessage()), ex);
		}
	}

}
