package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.transport.grpc.EventLoops;

/**
 * The client of a {@link Rehearsal}: it makes one call after the other on one connection,
 * GET and POST in turn, as cheaply as can be.
 */
final class RehearsalClient {

	private static final String COMMON = "Host: localhost\r\nUser-Agent: warm-up\r\n"
			+ "Accept: application/json, */*\r\nAccept-Encoding: gzip, deflate\r\n";

	private final EventLoops loops;

	private final byte[] get;

	private final byte[] post;

	private final AtomicInteger answered = new AtomicInteger();

	/**
	 * Creates a client without connection.
	 * @param loops where its connection lives
	 * @param callee the app id it calls
	 */
	RehearsalClient(EventLoops loops, String callee) {
		this.loops = loops;
		String target = " /v1.0/invoke/" + callee + "/method/parts/1?all=true HTTP/1.1\r\n" + COMMON;
		this.get = bytes("GET" + target + "\r\n");
		this.post = bytes("POST" + target + "Content-Type: application/json\r\nContent-Length: "
				+ RehearsalApp.BODY.length() + "\r\n\r\n" + RehearsalApp.BODY);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Makes calls, and closes the connection in any case.
	 * @param port the HTTP API's port on this host
	 * @param calls how many
	 * @return completes with the last answer, fails with the first that is no 200
	 */
	Mono<Void> call(int port, int calls) {
		return Mono.create((sink) -> {
			ChannelFuture connecting = new Bootstrap().group(this.loops.group())
				.channel(this.loops.clientChannel())
				.handler(new ChannelInitializer<Channel>() {

					@Override
					protected void initChannel(Channel channel) {
						channel.pipeline().addLast(new HttpResponseDecoder(), new Calls(calls, sink));
					}

				})
				.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			connecting.addListener((connected) -> {
				if (!connected.isSuccess()) {
					sink.error(connected.cause());
				}
			});
			sink.onDispose(() -> connecting.channel().close());
		});
	}

	/** The number of calls that were answered so far. Any thread. */
	int answered() {
		return this.answered.get();
	}

	private final class Calls extends ChannelInboundHandlerAdapter {

		private final int most;

		private final MonoSink<Void> sink;

		private int made;

		Calls(int most, MonoSink<Void> sink) {
			this.most = most;
			this.sink = sink;
		}

		@Override
		public void channelActive(ChannelHandlerContext ctx) {
			next(ctx);
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, @Nullable Object part) {
			ReferenceCountUtil.release(part);
			if (part instanceof HttpResponse head && head.status().code() != 200) {
				this.sink.error(new IllegalStateException("status: " + head.status() + " (expected: 200)"));
			}
			else if (part instanceof LastHttpContent) {
				RehearsalClient.this.answered.incrementAndGet();
				next(ctx);
			}
		}

		private void next(ChannelHandlerContext ctx) {
			if (this.made == this.most) {
				this.sink.success();
				return;
			}
			boolean even = this.made % 2 == 0;
			this.made++;
			ByteBuf request = Unpooled.wrappedBuffer(even ? RehearsalClient.this.get : RehearsalClient.this.post);
			ctx.writeAndFlush(request);
		}

		@Override
		public void channelInactive(ChannelHandlerContext ctx) {
			this.sink.error(new IllegalStateException("The connection was closed"));
		}

	}

}
