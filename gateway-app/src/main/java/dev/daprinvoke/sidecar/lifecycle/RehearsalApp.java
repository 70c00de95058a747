package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;

import dev.daprinvoke.transport.grpc.EventLoops;

/**
 * The app of a {@link Rehearsal}: it gives every request the same answer.
 */
final class RehearsalApp {

	static final String BODY = "{\"id\":1,\"name\":\"warm-up\",\"parts\":[1,2,3]}";

	private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
			+ "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
		.getBytes(StandardCharsets.US_ASCII);

	private final EventLoops loops;

	/** Whatever comes when it was closed is closed too. */
	private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	private final AtomicInteger answered = new AtomicInteger();

	/**
	 * Creates the app; it does not listen yet.
	 * @param loops where its connections live
	 */
	RehearsalApp(EventLoops loops) {
		this.loops = loops;
	}

	/**
	 * Binds a port the system chooses, for this host only.
	 * @return the port
	 */
	Mono<Integer> start() {
		ServerBootstrap server = new ServerBootstrap().group(this.loops.group())
			.channel(this.loops.serverChannel())
			.childHandler(new Connections(this.channels, this.answered));
		ChannelFutureListener keep = (bound) -> this.channels.add(bound.channel());
		return Mono.defer(() -> {
			ChannelFuture bound = server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			bound.addListener(keep);
			return FutureMono.from(bound)
				.then(Mono.fromSupplier(() -> ((InetSocketAddress) bound.channel().localAddress()).getPort()));
		});
	}

	/** The number of requests that came so far. Any thread. */
	int answered() {
		return this.answered.get();
	}

	/**
	 * Frees the port and closes all connections.
	 * @return completes when they are closed
	 */
	Mono<Void> close() {
		return FutureMono.deferFuture(this.channels::close);
	}

	private static final class Connections extends ChannelInitializer<Channel> {

		private final ChannelGroup channels;

		private final AtomicInteger answered;

		Connections(ChannelGroup channels, AtomicInteger answered) {
			this.channels = channels;
			this.answered = answered;
		}

		@Override
		protected void initChannel(Channel channel) {
			this.channels.add(channel);
			channel.pipeline().addLast(new HttpRequestDecoder(), new Answers(this.answered));
		}

	}

	private static final class Answers extends ChannelInboundHandlerAdapter {

		private final ByteBuf answer = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ANSWER));

		private final AtomicInteger answered;

		Answers(AtomicInteger answered) {
			this.answered = answered;
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object part) {
			ReferenceCountUtil.release(part);
			if (part instanceof LastHttpContent) {
				this.answered.incrementAndGet();
				ctx.writeAndFlush(this.answer.duplicate());
			}
		}

	}

}
