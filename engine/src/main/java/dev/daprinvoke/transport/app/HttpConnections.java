package dev.daprinvoke.transport.app;

import java.time.Duration;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.transport.http.PartJoiner;

/**
 * Connections to HTTP servers under the limits that Dapr sets for its app: bounded in
 * number, headers bounded, redirects not followed, no time limit for an answer.
 */
public final class HttpConnections {

	/**
	 * The most bytes of a body in one buffer: Netty's own 8 KiB make eight steps of one.
	 */
	private static final int LARGEST_READ = 64 * 1024;

	/**
	 * HTTP/2 counts headers more generously, and an answer beyond the limit ends all
	 * calls of its connection.
	 */
	private static final int LEAST_HTTP2_HEADERS = 256 * 1024;

	private static final Duration SWEEP = Duration.ofSeconds(2);

	private final ConnectionProvider provider;

	private final HttpClient client;

	private HttpConnections(ConnectionProvider provider, HttpDialect dialect, HttpLimits limits, LoopResources loops) {
		this.provider = provider;
		HttpClient bounded = HttpClient.create(this.provider)
			.runOn(loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTimeout().toMillis())
			.followRedirect(false)
			.disableRetry(true);
		this.client = switch (dialect) {
			case HTTP -> http1(bounded, limits);
			case HTTPS -> trusting(http1(bounded, limits));
			case H2C -> http2(bounded, limits);
		};
	}

	/**
	 * Creates a pool for one server.
	 * @param name its name in logs
	 * @param dialect what the server speaks
	 * @param limits what is asked of the connections
	 * @param loops where connections live
	 * @return the pool, without connections
	 */
	static HttpConnections toOne(String name, HttpDialect dialect, HttpLimits limits, LoopResources loops) {
		return new HttpConnections(provider(name, dialect, limits).build(), dialect, limits, loops);
	}

	/**
	 * Creates pools for any number of servers, which are given up when nobody calls their
	 * server any more.
	 * @param name their name in logs
	 * @param dialect what the servers speak
	 * @param limits what is asked of the connections to each server
	 * @param loops where connections live
	 * @return the pools, without connections
	 */
	public static HttpConnections toMany(String name, HttpDialect dialect, HttpLimits limits, LoopResources loops) {
		ConnectionProvider.Builder builder = provider(name, dialect, limits)
			.disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(1));
		return new HttpConnections(builder.build(), dialect, limits, loops);
	}

	// Calls wait for a connection as long as their callers do, as real Dapr's.
	private static ConnectionProvider.Builder provider(String name, HttpDialect dialect, HttpLimits limits) {
		ConnectionProvider.Builder builder = ConnectionProvider.builder(name)
			.maxConnections(limits.maxConnections())
			.pendingAcquireMaxCount(limits.maxWaiting())
			.pendingAcquireTimeout(Duration.ZERO)
			.maxIdleTime(limits.maxIdle())
			.evictInBackground(SWEEP)
			.lifo();
		if (dialect == HttpDialect.H2C) {
			// One connection as long as the server takes more streams on it.
			builder.allocationStrategy(Http2AllocationStrategy.builder()
				.maxConnections(limits.maxConnections())
				.strictConnectionReuse(true)
				.build());
		}
		return builder;
	}

	/** How answers of HTTP/1.1 are read. */
	static HttpDecoderConfig answers(HttpLimits limits) {
		return new HttpDecoderConfig().setMaxHeaderSize(limits.maxHeaderSize())
			.setMaxChunkSize(LARGEST_READ)
			.setAllowDuplicateContentLengths(true);
	}

	private static HttpClient http1(HttpClient client, HttpLimits limits) {
		HttpDecoderConfig answers = answers(limits);
		AnswerMemory memory = new AnswerMemory(limits.memory());
		return client.doOnChannelInit((observer, channel, remote) -> {
			ChannelPipeline connection = channel.pipeline();
			connection.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec,
					new AnswerCodec(answers, (broken) -> Connection.from(broken).markPersistent(false)));
			connection.addAfter(NettyPipeline.HttpCodec, "parts", new PartJoiner());
			connection.addAfter("parts", "memory", memory);
		});
	}

	private static HttpClient http2(HttpClient client, HttpLimits limits) {
		AnswerMemory memory = new AnswerMemory(limits.memory());
		return client.protocol(HttpProtocol.H2C)
			.http2Settings(
					(settings) -> settings.maxHeaderListSize(Math.max(limits.maxHeaderSize(), LEAST_HTTP2_HEADERS)))
			.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, null, new PromptWindowUpdates())
				.addAfter(NettyPipeline.HttpCodec, "window", new ConnectionWindow()))
			.doOnRequest((request, connection) -> {
				ChannelPipeline stream = connection.channel().pipeline();
				if (stream.get("interim") == null) {
					stream.addAfter(NettyPipeline.H2ToHttp11Codec, "interim", new StreamAnswers());
					stream.addAfter("interim", "parts", new PartJoiner());
					stream.addAfter("parts", "memory", memory);
				}
			});
	}

	/**
	 * Makes a client call over TLS without looking at certificates.
	 * @param client the client
	 * @return the client for {@code https}
	 */
	public static HttpClient trusting(HttpClient client) {
		SslContext context = trustingContext();
		return client.secure((spec) -> spec.sslContext(context));
	}

	/**
	 * TLS 1.2 or newer with whoever answers.
	 * @return the context
	 */
	static SslContext trustingContext() {
		try {
			return SslContextBuilder.forClient()
				.sslProvider(SslProvider.JDK)
				.protocols("TLSv1.3", "TLSv1.2")
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.endpointIdentificationAlgorithm(null)
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("this JDK has no TLS", ex);
		}
	}

	/**
	 * The client, for any server that speaks the dialect.
	 * @return the client
	 */
	public HttpClient client() {
		return this.client;
	}

	/**
	 * Closes all connections.
	 * @return completes when they are closed
	 */
	public Mono<Void> close() {
		return this.provider.disposeLater();
	}

}
