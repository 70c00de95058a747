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
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.frame.HopService;

/**
 * Calls other sidecars by gRPC, over one plaintext HTTP/2 connection for each. A
 * connection is given up when the peer is unavailable or does not know us, and after a
 * time without calls (contract section 2.7).
 */
public final class GrpcPeerChannel implements PeerChannel {

	private static final Logger log = LoggerFactory.getLogger(GrpcPeerChannel.class);

	/**
	 * How many bytes a call may have waiting for the socket before it is asked to wait.
	 */
	static final int READY_THRESHOLD = 64 * 1024;

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
		Mono<InvokeResponse> answer = HopMessages.isWritable(request)
				? Mono.defer(() -> attempt(endpoint, request, true)) : Mono.error(notUtf8());
		return request.body().match((whole) -> whole.discardAfter(answer), (streaming) -> answer);
	}

	private static PeerException notUtf8() {
		return new PeerException(StatusCode.INTERNAL,
				"grpc: error while marshaling: string field contains invalid UTF-8", false, null);
	}

	// A connection may be given up between the moment a call takes it and the moment it
	// starts on it: then nothing was sent, and the call starts again on a new one.
	private Mono<InvokeResponse> attempt(Endpoint endpoint, InvokeRequest request, boolean first) {
		PooledConnection connection = connection(endpoint);
		return stream(endpoint, connection, request).onErrorResume(PeerException.class, (failure) -> {
			if (failure.code() == StatusCode.UNIMPLEMENTED) {
				return unary(endpoint, connection, request);
			}
			boolean wasGivenUp = !failure.sent() && connection.channel().isShutdown();
			dropIfBroken(endpoint, connection, failure);
			return (wasGivenUp && first) ? attempt(endpoint, request, false) : Mono.error(failure);
		});
	}

	private Mono<InvokeResponse> stream(Endpoint endpoint, PooledConnection connection, InvokeRequest request) {
		return Mono
			.create((sink) -> new StreamCall(connection.channel().newCall(HopService.CALL_LOCAL_STREAM, STREAM_OPTIONS),
					endpoint, request, this.loops, sink)
				.start());
	}

	private Mono<InvokeResponse> unary(Endpoint endpoint, PooledConnection connection, InvokeRequest request) {
		return request.body()
			.match((whole) -> UnaryCall.of(connection.channel(), endpoint, request, whole)
				.doOnError(PeerException.class, (failure) -> dropIfBroken(endpoint, connection, failure)),
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

	// Only the connection that failed: another call may have opened a new one meanwhile.
	private void drop(Endpoint endpoint, PooledConnection failed) {
		this.pool.remove(endpoint, failed);
		failed.channel().shutdown();
	}

	private void dropIfBroken(Endpoint endpoint, PooledConnection connection, PeerException failure) {
		if (failure.isConnectionFailure()) {
			drop(endpoint, connection);
		}
	}

	private void closeIdle() {
		long oldest = System.nanoTime() - this.settings.maxIdle().toNanos();
		this.pool.forEach((endpoint, connection) -> {
			if (connection.isIdleSince(oldest)) {
				drop(endpoint, connection);
				log.info("Purged 1 expired gRPC connection(s) to {}", endpoint);
			}
		});
	}

	/**
	 * Gives up all connections; calls in flight may finish.
	 */
	public void close() {
		this.sweep.cancel(false);
		this.pool.forEach(this::drop);
	}

}
