package dev.daprinvoke.transport.peer;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.frame.HopService;

/**
 * Calls other sidecars by gRPC, over one plaintext HTTP/2 connection for each. A
 * connection is given up when the peer is unavailable or does not know us, and after a
 * time without calls (contract section 2.7).
 */
public final class GrpcPeerChannel implements PeerChannel {

	private static final Logger log = LoggerFactory.getLogger(GrpcPeerChannel.class);

	/** How many bytes a call may have waiting for the socket: a few frames. */
	static final int READY_THRESHOLD = 256 * 1024;

	private static final CallOptions STREAM_OPTIONS = CallOptions.DEFAULT.withOnReadyThreshold(READY_THRESHOLD);

	private final Map<Endpoint, PooledConnection> pool = new ConcurrentHashMap<>();

	private final EventLoops loops;

	private final PeerSettings settings;

	private final ScheduledFuture<?> sweep;

	/**
	 * Creates a channel without connections.
	 * @param loops where connections live
	 * @param settings the limits
	 */
	public GrpcPeerChannel(EventLoops loops, PeerSettings settings) {
		this.loops = loops;
		this.settings = settings;
		long period = settings.sweepInterval().toMillis();
		this.sweep = loops.group()
			.next()
			.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
	}

	@Override
	public Mono<InvokeResponse> call(Endpoint endpoint, InvokeRequest request) {
		Mono<InvokeResponse> answer = stream(endpoint, request).onErrorResume(PeerException.class,
				(failure) -> afterFailure(endpoint, request, failure));
		return request.body().match((whole) -> whole.discardAfter(answer), (streaming) -> answer);
	}

	private Mono<InvokeResponse> stream(Endpoint endpoint, InvokeRequest request) {
		return Mono.create((sink) -> {
			PooledConnection connection = connection(endpoint);
			new StreamCall(connection.channel().newCall(HopService.CALL_LOCAL_STREAM, STREAM_OPTIONS), endpoint,
					request, this.loops, sink)
				.start();
		});
	}

	private Mono<InvokeResponse> afterFailure(Endpoint endpoint, InvokeRequest request, PeerException failure) {
		if (failure.isConnectionFailure()) {
			drop(endpoint);
		}
		if (failure.code() == StatusCode.UNIMPLEMENTED) {
			return unary(endpoint, request);
		}
		return Mono.error(failure);
	}

	private Mono<InvokeResponse> unary(Endpoint endpoint, InvokeRequest request) {
		return request.body()
			.match((whole) -> UnaryCall.of(connection(endpoint).channel(), endpoint, request, whole),
					(streaming) -> Mono.error(PeerProtocolException.tooOld(request.target().text())));
	}

	private PooledConnection connection(Endpoint endpoint) {
		PooledConnection pooled = this.pool.get(endpoint);
		if (pooled == null) {
			pooled = this.pool.computeIfAbsent(endpoint, (key) -> new PooledConnection(open(key)));
		}
		pooled.touch();
		return pooled;
	}

	private ManagedChannel open(Endpoint endpoint) {
		String host = endpoint.host();
		boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
		NettyChannelBuilder builder = literal
				? NettyChannelBuilder.forAddress(new InetSocketAddress(host, endpoint.port()))
				: NettyChannelBuilder.forAddress(host, endpoint.port());
		return builder.usePlaintext()
			.directExecutor()
			.eventLoopGroup(this.loops.group())
			.channelType(this.loops.clientChannel())
			.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.settings.connectTimeout().toMillis())
			.maxInboundMessageSize(this.settings.maxMessageSize())
			.maxInboundMetadataSize(this.settings.maxHeaderSize())
			.flowControlWindow(this.settings.flowControlWindow())
			.keepAliveTime(10, TimeUnit.SECONDS)
			.keepAliveTimeout(5, TimeUnit.SECONDS)
			.keepAliveWithoutCalls(true)
			.disableRetry()
			.build();
	}

	private void drop(Endpoint endpoint) {
		PooledConnection dropped = this.pool.remove(endpoint);
		if (dropped != null) {
			dropped.channel().shutdown();
		}
	}

	private void closeIdle() {
		long oldest = System.nanoTime() - this.settings.maxIdle().toNanos();
		this.pool.forEach((endpoint, connection) -> {
			if (connection.isIdleSince(oldest) && this.pool.remove(endpoint, connection)) {
				connection.channel().shutdown();
				log.info("Purged 1 expired gRPC connection(s) to {}", endpoint);
			}
		});
	}

	/**
	 * Gives up all connections; calls in flight may finish.
	 */
	public void close() {
		this.sweep.cancel(false);
		this.pool.keySet().forEach(this::drop);
	}

}
