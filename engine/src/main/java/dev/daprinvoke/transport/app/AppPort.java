package dev.daprinvoke.transport.app;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.util.retry.Retry;

/**
 * Waits until an app listens: until it takes a connection, with TLS until it has shaken
 * hands (contract section 4, start-up order).
 */
public final class AppPort {

	private static final Duration TRY = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final TcpClient client;

	/**
	 * Describes a port.
	 * @param settings where it is
	 * @param loops where connections live
	 */
	public AppPort(HttpAppSettings settings, LoopResources loops) {
		TcpClient plain = TcpClient.newConnection()
			.remoteAddress(settings.origin()::address)
			.runOn(loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TRY.toMillis());
		this.client = (settings.dialect() == HttpDialect.HTTPS) ? secure(plain) : plain;
	}

	private static TcpClient secure(TcpClient client) {
		SslContext context = HttpConnections.trustingContext();
		return client.secure((spec) -> spec.sslContext(context));
	}

	/**
	 * Tries until it succeeds, however long that takes.
	 * @return completes when the app listens; cancelling ends the tries
	 */
	public Mono<Void> listening() {
		return this.client.connect()
			.doOnNext((connection) -> connection.dispose())
			.timeout(TRY, Schedulers.parallel())
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE))
			.then();
	}

}
