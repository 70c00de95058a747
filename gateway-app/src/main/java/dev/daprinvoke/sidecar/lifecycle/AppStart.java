package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.transport.app.AppChannel;
import dev.daprinvoke.transport.app.AppPort;

/**
 * Waits until the app listens, however long that takes, begins to ask for its health, and
 * asks it for its configuration, whose answer nobody needs yet (contract section 4,
 * start-up order).
 */
final class AppStart {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private static final Duration CONFIG = Duration.ofSeconds(5);

	private final SidecarSettings.App app;

	private final AppPort port;

	private final AppChannel channel;

	/**
	 * Creates the start.
	 * @param app the app
	 * @param port where it is awaited
	 * @param channel the way to it whatever its health
	 */
	AppStart(SidecarSettings.App app, AppPort port, AppChannel channel) {
		this.app = app;
		this.port = port;
		this.channel = channel;
	}

	/**
	 * Waits for the app.
	 * @param listening run as soon as the app listens
	 * @return completes when the app can be called
	 */
	Mono<Void> ready(Runnable listening) {
		log.info(
				"application protocol: {}. waiting on port {}. This will block until the app is listening on that port.",
				this.app.protocol(), this.app.port());
		return this.port.listening()
			.then(Mono.fromRunnable(listening))
			.then(Mono.defer(this::askForConfig))
			.doOnSuccess((done) -> log.info("application discovered on port {}", this.app.port()));
	}

	private Mono<Void> askForConfig() {
		if (OwnApp.speaksGrpc(this.app)) {
			return Mono.empty();
		}
		if (!this.app.loadsConfig()) {
			log.info("Skipping programmatic dapr configuration loading");
			return Mono.empty();
		}
		InvokeRequest request = configRequest();
		return this.channel.invoke(AccessGate.sidecar(request), request)
			.doOnNext((response) -> response.body().discard())
			.doOnDiscard(InvokeResponse.class, (response) -> response.body().discard())
			.timeout(CONFIG)
			.doOnError((error) -> log.debug("The app did not answer GET /dapr/config: {}", error.getMessage()))
			.onErrorComplete()
			.then();
	}

	private InvokeRequest configRequest() {
		AppTarget self = new AppTarget(this.app.id(), new AppId(this.app.id()), new Namespace(this.app.namespace()));
		InvokeHeaders headers = new InvokeHeaders().add("Dapr-App-Id", this.app.id()).add("Accept-Encoding", "gzip");
		return new InvokeRequest(self, MethodPath.of("dapr/config"), Verb.GET, "", "application/json", "", headers,
				InvokeBody.EMPTY);
	}

}
