package dev.daprinvoke.transport.app;

import java.net.InetSocketAddress;

import io.netty.channel.ChannelOption;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.Permit;

/**
 * Calls an app that speaks HTTP/1.1.
 */
public final class HttpAppChannel implements AppChannel {

	/**
	 * The most bytes of a body in one buffer: Netty's own 8 KiB make eight steps of one.
	 */
	private static final int LARGEST_READ = 64 * 1024;

	private final HttpClient client;

	private final ConnectionProvider connections;

	private final String baseUrl;

	private final AppFailure failures;

	/**
	 * Creates a channel without connections.
	 * @param settings where the app is
	 * @param loops where connections live
	 */
	@SuppressWarnings("deprecation")
	public HttpAppChannel(HttpAppSettings settings, LoopResources loops) {
		InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
		this.connections = ConnectionProvider.builder("app")
			.maxConnections(settings.maxConnections())
			.pendingAcquireMaxCount(settings.maxWaiting())
			.maxIdleTime(settings.maxIdle())
			.lifo()
			.build();
		this.client = HttpClient.create(this.connections)
			.remoteAddress(() -> address)
			.runOn(loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis())
			.httpResponseDecoder(
					(decoder) -> decoder.maxHeaderSize(settings.maxHeaderSize()).maxChunkSize(LARGEST_READ))
			.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, "interim", new InterimAnswers()))
			.followRedirect(false);
		this.baseUrl = "http://" + settings.authority();
		this.failures = new AppFailure(settings.authority());
	}

	@Override
	public Mono<InvokeResponse> invoke(Permit permit, InvokeRequest request) {
		return Mono.defer(() -> {
			Verb verb;
			String uri;
			try {
				verb = requireVerb(request);
				uri = AppUri.of(this.baseUrl, permit.method(), request.query());
			}
			catch (AppCallException ex) {
				request.body().discard();
				return Mono.error(ex);
			}
			return new HttpAppCall(request, verb, this.baseUrl + uri, this.failures).send(this.client, uri);
		});
	}

	private static Verb requireVerb(InvokeRequest request) {
		Verb verb = request.verb();
		if (verb == null) {
			throw new AppCallException(StatusCode.INVALID_ARGUMENT.rpcError("missing HTTP extension field"), null);
		}
		if (verb == Verb.NONE || verb == Verb.CONNECT) {
			throw new AppCallException(StatusCode.INVALID_ARGUMENT.rpcError("invalid HTTP verb"), null);
		}
		return verb;
	}

	/**
	 * Closes all connections.
	 * @return completes when they are closed
	 */
	public Mono<Void> close() {
		return this.connections.disposeLater();
	}

}
