package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.util.retry.Retry;

import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * Waits until the app listens, however long that takes, and asks it for its
 * configuration, whose answer nobody needs yet (contract section 4, start-up order).
 */
final class AppStart {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private static final Duration TRY = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final Duration CONFIG = Duration.ofSeconds(5);

	private final SidecarSettings.App app;

	private final LoopResources loops;

	AppStart(SidecarSettings.App app, LoopResources loops) {
		this.app = app;
		this.loops = loops;
	}

	/** Completes when the app can be called; at once if there is none. */
	Mono<Void> ready() {
		if (this.app.port() <= 0) {
			return Mono.empty();
		}
		log.info(
				"application protocol: {}. waiting on port {}. This will block until the app is listening on that port.",
				this.app.protocol(), this.app.port());
		return connected().then(Mono.defer(this::askForConfig))
			.doOnSuccess((done) -> log.info("application discovered on port {}", this.app.port()));
	}

	private Mono<Void> connected() {
		return TcpClient.newConnection()
			.host(this.app.channelAddress())
			.port(this.app.port())
			.runOn(this.loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TRY.toMillis())
			.connect()
			.doOnNext((connection) -> connection.dispose())
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE))
			.then();
	}

	private Mono<Void> askForConfig() {
		if (!this.app.loadsConfig()) {
			return Mono.empty();
		}
		return HttpClient.newConnection()
			.host(this.app.channelAddress())
			.port(this.app.port())
			.runOn(this.loops)
			.keepAlive(false)
			// Asked once, whatever becomes of it.
			.disableRetry(true)
			.headers((headers) -> headers.set("Content-Type", "application/json")
				.set("Dapr-App-Id", this.app.id())
				.set("Accept-Encoding", "gzip"))
			.get()
			.uri("/dapr/config")
			.response()
			.timeout(CONFIG)
			.doOnError((error) -> log.debug("The app did not answer GET /dapr/config: {}", error.getMessage()))
			.onErrorComplete()
			.then();
	}

}
