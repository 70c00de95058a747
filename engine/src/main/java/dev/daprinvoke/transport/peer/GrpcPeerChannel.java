package dev.daprinvoke.transport.peer;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

/**
 * Calls other sidecars by gRPC. A connection is given up when the peer is unavailable or
 * does not know us, and after a time without calls (contract section 2.7).
 */
public final class GrpcPeerChannel implements PeerChannel {

	private static final Logger log = LoggerFactory.getLogger(GrpcPeerChannel.class);

	/**
	 * How many bytes a call may have waiting for the socket before it is asked to wait.
	 */
	static final int READY_THRESHOLD = 64 * 1024;

	/** How often a call may lose its connection before anything of it was sent. */
	private static final int FRESH_STARTS = 3;

	private final EventLoops loops;

	private final PeerSettings settings;

	private final int maxPayload;

	private final UnaryCallObserver observer;

	private final BodyMemory memory;

	private final ConnectionPool pool;

	private final ScheduledFuture<?> sweep;

	/**
	 * Creates a channel without connections.
	 * @param loops where connections live
	 * @param settings the limits
	 * @param observer told of unary calls
	 */
	public GrpcPeerChannel(EventLoops loops, PeerSettings settings, UnaryCallObserver observer) {
		this(loops, settings, observer, BodyMemory.ofThisProcess());
	}

	GrpcPeerChannel(EventLoops loops, PeerSettings settings, UnaryCallObserver observer, BodyMemory memory) {
		this.memory = memory;
		this.loops = loops;
		this.settings = settings;
		this.observer = observer;
		this.maxPayload = settings.maxPayload();
		this.pool = ConnectionPool.toPeers(loops, settings);
		long period = settings.sweepInterval().toMillis();
		this.sweep = loops.group()
			.next()
			.scheduleWithFixedDelay(() -> this.pool.closeIdle(settings.maxIdle()), period, period,
					TimeUnit.MILLISECONDS);
	}

	/**
	 * The connections, for calls that pass unread.
	 * @return the connections, closed by {@link #close()}
	 */
	public ConnectionPool connections() {
		return this.pool;
	}

	@Override
	public Mono<InvokeResponse> call(Endpoint endpoint, InvokeRequest request) {
		Mono<InvokeResponse> answer = HopMessages.isWritable(request)
				? Mono.defer(() -> attempt(endpoint, request, FRESH_STARTS)) : Mono.error(PeerException.notUtf8());
		return request.body()
			.match((whole) -> whole.discardAfter(answer), (replayable) -> replayable.discardAfter(answer),
					(streaming) -> answer);
	}

	private Mono<InvokeResponse> attempt(Endpoint endpoint, InvokeRequest request, int freshStarts) {
		PeerKey key = PeerKey.of(endpoint, (AppTarget) request.target());
		return connected(key, (connection) -> stream(key, connection, request, freshStarts));
	}

	private Mono<InvokeResponse> connected(PeerKey key, Function<PooledConnection, Mono<InvokeResponse>> use) {
		PooledConnection pooled = this.pool.take(key);
		return (pooled != null) ? use.apply(pooled) : this.pool.await(key).flatMap(use);
	}

	private Mono<InvokeResponse> stream(PeerKey key, PooledConnection connection, InvokeRequest request,
			int freshStarts) {
		Mono<InvokeResponse> answer = Mono
			.create((sink) -> new StreamCall(connection, key.endpoint(), request, this.loops, this.maxPayload,
					new MessageLimit(this.settings.maxMessageSize()), this.memory, sink)
				.start());
		return answer.onErrorResume(PeerException.class, (failure) -> {
			if (failure.code() == StatusCode.UNIMPLEMENTED) {
				return unary(key, request);
			}
			dropIfBroken(key, connection, failure);
			// The peer, or the sweep, gave the connection up before the call began on it.
			boolean stale = !failure.sent() && connection.wasOpened();
			return (stale && freshStarts > 0) ? attempt(key.endpoint(), request, freshStarts - 1) : Mono.error(failure);
		});
	}

	private Mono<InvokeResponse> unary(PeerKey key, InvokeRequest request) {
		if (this.pool.noteOld(key)) {
			log.info("The sidecar of {} at {} does not know streaming calls: it gets unary ones, with bodies in memory",
					request.target().text(), key.endpoint());
		}
		// gRPC reads the message when there is a connection, by when the body may be
		// gone.
		return request.body()
			.match((whole) -> unary(key, request, Unpooled.copiedBuffer(whole.content())),
					(replayable) -> collect(replayable.again()).flatMap((content) -> unary(key, request, content)),
					(streaming) -> Mono.error(PeerProtocolException.tooOld(request.target().text())));
	}

	private Mono<InvokeResponse> unary(PeerKey key, InvokeRequest request, ByteBuf content) {
		InternalInvokeRequest message = HopMessages.unary(request, content);
		int size = message.getSerializedSize();
		if (size > this.settings.maxMessageSize()) {
			return Mono.error(new PeerException(StatusCode.RESOURCE_EXHAUSTED,
					new MessageLimit(this.settings.maxMessageSize()).sent(size), true, null));
		}
		return connected(key,
				(connection) -> UnaryCall.of(connection, key.endpoint(), message, request.trace(), this.observer)
					.doOnError(PeerException.class, (failure) -> dropIfBroken(key, connection, failure)));
	}

	private static Mono<ByteBuf> collect(InvokeBody.Replayable body) {
		return body.bytes().reduceWith(Unpooled::buffer, (all, part) -> {
			all.writeBytes(part);
			part.release();
			return all;
		});
	}

	private void dropIfBroken(PeerKey key, PooledConnection connection, PeerException failure) {
		if (failure.isConnectionFailure()) {
			this.pool.giveUp(key, connection);
		}
	}

	/**
	 * Gives up all connections; calls in flight may finish.
	 */
	public void close() {
		this.sweep.cancel(false);
		this.pool.close();
	}

}
