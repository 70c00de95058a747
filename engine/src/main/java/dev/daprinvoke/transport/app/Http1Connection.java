package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;
import reactor.netty.NettyPipeline;

import dev.daprinvoke.transport.http.PartJoiner;

/**
 * A connection to an app that speaks HTTP/1.1: one call after the other. Lives on its
 * event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter {

	private final Channel channel;

	private final AnswerCodec codec;

	private final Http1Pool pool;

	private @Nullable Http1Exchange exchange;

	private volatile @Nullable Http1Answer answer;

	private volatile boolean spoiled;

	private volatile long idleSince = System.nanoTime();

	private Http1Connection(Channel channel, AnswerCodec codec, Http1Pool pool) {
		this.channel = channel;
		this.codec = codec;
		this.pool = pool;
	}

	/**
	 * Puts itself on a connection that has just been opened. On its event loop.
	 * @param channel the connection
	 * @param pool whose it is
	 * @return the connection, without a call
	 */
	static Http1Connection on(Channel channel, Http1Pool pool) {
		AnswerCodec codec = new AnswerCodec(HttpConnections.answers(pool.limits()), Http1Connection::spoil);
		Http1Connection connection = new Http1Connection(channel, codec, pool);
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NettyPipeline.ReactiveBridge) != null) {
			// What has opened it is done with it.
			pipeline.remove(NettyPipeline.ReactiveBridge);
		}
		channel.config().setAutoRead(false);
		pipeline.addLast(NettyPipeline.HttpCodec, codec)
			.addLast("parts", new PartJoiner())
			.addLast("memory", pool.memory())
			.addLast("exchange", connection);
		return connection;
	}

	private static void spoil(Channel channel) {
		Http1Connection connection = channel.pipeline().get(Http1Connection.class);
		if (connection != null) {
			connection.spoil();
		}
	}

	/** Says that it is not fit for another call. */
	void spoil() {
		this.spoiled = true;
	}

	boolean isUsable() {
		return !this.spoiled && this.channel.isActive();
	}

	EventLoop loop() {
		return this.channel.eventLoop();
	}

	Channel channel() {
		return this.channel;
	}

	AnswerCodec codec() {
		return this.codec;
	}

	SocketAddress local() {
		return this.channel.localAddress();
	}

	long idleSince() {
		return this.idleSince;
	}

	/** Begins to wait for a call: since the last one of which something was sent. */
	void idle() {
		if (this.codec.hasSent()) {
			this.idleSince = System.nanoTime();
		}
	}

	/** Begins a call. */
	void begin(Http1Exchange call) {
		this.exchange = call;
		this.codec.begin();
	}

	/** Says that the answer streams. */
	void streams(Http1Answer answering) {
		this.answer = answering;
	}

	/**
	 * How long the reader of the answer has not asked for anything, in nanoseconds. Any
	 * thread.
	 */
	long stalledFor(long nanoTime) {
		Http1Answer answering = this.answer;
		return (answering != null) ? answering.stalledFor(nanoTime) : 0;
	}

	/** Breaks the answer off if its reader still stands still. Any thread. */
	void giveUpStalled() {
		loop().execute(() -> {
			if (stalledFor(System.nanoTime()) >= Http1Stalls.PATIENCE_NANOS) {
				lose(new IOException("nobody read the answer while other calls waited for a connection to the app"));
			}
		});
	}

	/** Ends the call, and goes back to where it came from if it is fit for another. */
	void end() {
		this.exchange = null;
		this.answer = null;
		if (isUsable()) {
			this.pool.release(this);
		}
		else {
			close();
		}
	}

	/** Reads once, to notice when the server closes it. */
	void watch() {
		this.channel.read();
	}

	void close() {
		this.spoiled = true;
		this.channel.close();
	}

	Mono<Void> closed() {
		return Mono.defer(() -> FutureMono.from(this.channel.close()));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Http1Exchange call = this.exchange;
		if (call == null) {
			ReferenceCountUtil.release(message);
			close();
			return;
		}
		call.read(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		Http1Exchange call = this.exchange;
		if (call != null && call.wantsMore()) {
			context.read();
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		Http1Exchange call = this.exchange;
		if (call != null && this.channel.isWritable()) {
			call.writable();
		}
	}

	// A server that says goodbye may wait for ours before it hangs up.
	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslCloseCompletionEvent) {
			close();
		}
		else {
			ReferenceCountUtil.release(event);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.pool.gone(this);
		lose(new ClosedChannelException());
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		lose(cause);
	}

	/** Gives it up, and tells the call that is going on. */
	void lose(Throwable cause) {
		this.spoiled = true;
		Http1Exchange call = this.exchange;
		this.exchange = null;
		this.answer = null;
		if (call != null) {
			call.lost(cause);
		}
		this.channel.close();
	}

}
