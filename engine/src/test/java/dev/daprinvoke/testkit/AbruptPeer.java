package dev.daprinvoke.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;

import dev.daprinvoke.resolve.Endpoint;

/**
 * Another sidecar that ends streams and connections as HTTP/2 allows, which no gRPC
 * server does when asked to: each call, in order, meets one of the given behaviours, the
 * last one for good.
 */
public final class AbruptPeer implements AutoCloseable {

	/** What a call meets. */
	public enum Behaviour {

		/** The connection goes away and says that it has not looked at the call. */
		GO_AWAY,
		/** The stream is refused. */
		REFUSE,
		/** The call is answered with {@code ok}, once it is complete. */
		ANSWER

	}

	private static final int GO_AWAY_TYPE = 7;

	private final Queue<Behaviour> behaviours = new ArrayDeque<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	private final Channel server;

	private AbruptPeer(Behaviour... behaviours) {
		this.behaviours.addAll(Arrays.asList(behaviours));
		this.server = new ServerBootstrap().group(TestLoops.HOP.group())
			.channel(TestLoops.HOP.serverChannel())
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					AbruptPeer.this.connections.incrementAndGet();
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forServer()
							.initialSettings(Http2Settings.defaultSettings())
							.build(), new Answering());
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.syncUninterruptibly()
			.channel();
	}

	/**
	 * Starts a peer.
	 * @param behaviours what calls meet
	 * @return the peer, on a free port
	 */
	public static AbruptPeer start(Behaviour... behaviours) {
		return new AbruptPeer(behaviours);
	}

	private synchronized Behaviour next() {
		this.calls.incrementAndGet();
		Behaviour next = this.behaviours.peek();
		if (this.behaviours.size() > 1) {
			this.behaviours.remove();
		}
		return (next != null) ? next : Behaviour.ANSWER;
	}

	/**
	 * Where it listens.
	 * @return its address
	 */
	public Endpoint endpoint() {
		return new Endpoint("127.0.0.1", ((InetSocketAddress) this.server.localAddress()).getPort());
	}

	public int connections() {
		return this.connections.get();
	}

	public int calls() {
		return this.calls.get();
	}

	@Override
	public void close() {
		this.server.close().syncUninterruptibly();
	}

	private final class Answering extends SimpleChannelInboundHandler<Http2Frame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, Http2Frame frame) {
			if (frame instanceof Http2HeadersFrame headers) {
				switch (next()) {
					case GO_AWAY -> goAwayBefore(headers.stream().id(), context);
					case REFUSE -> context
						.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM).stream(headers.stream()));
					case ANSWER -> context.flush();
				}
			}
			else if (frame instanceof Http2DataFrame data && data.isEndStream()) {
				answer(context, data.stream());
			}
		}

		// Past the codec, which counts every stream that came as one that was looked at.
		private static void goAwayBefore(int stream, ChannelHandlerContext context) {
			ByteBuf frame = context.alloc().buffer().writeMedium(8).writeByte(GO_AWAY_TYPE).writeByte(0).writeInt(0);
			frame.writeInt(Math.max(0, stream - 2)).writeInt((int) Http2Error.NO_ERROR.code());
			context.pipeline().context(Http2FrameCodec.class).writeAndFlush(frame);
		}

		private void answer(ChannelHandlerContext context, Http2FrameStream stream) {
			byte[] message = Frames.first(Frames.response(200), "ok");
			ByteBuf bytes = context.alloc().buffer().writeByte(0).writeInt(message.length).writeBytes(message);
			context.write(new DefaultHttp2HeadersFrame(
					new DefaultHttp2Headers().status("200").add("content-type", "application/grpc"))
				.stream(stream));
			context.write(new DefaultHttp2DataFrame(bytes).stream(stream));
			context.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add("grpc-status", "0"), true)
				.stream(stream));
		}

	}

}
