package dev.daprinvoke.benchmarks.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/**
 * One hop as a process: HTTP/1.1 to h2c, or h2c to HTTP/1.1, on one event loop. It trusts
 * both of its sides.
 */
public final class Relay {

	/**
	 * Cut off by the second hop, as the other references do.
	 */
	static final String PREFIX = "/v1.0/invoke/callee/method";

	private static final int MAX_STREAMS = 1000;

	private Relay() {
	}

	/**
	 * Starts the process.
	 * @param arguments {@code caller} or {@code callee}, the port to listen on, the port
	 * to call
	 */
	public static void main(String[] arguments) throws InterruptedException {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		start(Transport.newEventLoop(), arguments[0].equals("caller"), Integer.parseInt(arguments[1]),
				new InetSocketAddress(loopback, Integer.parseInt(arguments[2])))
			.closeFuture()
			.sync();
	}

	/**
	 * Listens on loopback.
	 * @param loop where connections live
	 * @param caller whether it is the first hop
	 * @param port the port, 0 for any
	 * @param upstream where requests go
	 * @return the listener
	 */
	static Channel start(EventLoopGroup loop, boolean caller, int port, InetSocketAddress upstream)
			throws InterruptedException {
		return new ServerBootstrap().group(loop)
			.channel(Transport.serverChannel())
			.childHandler(caller ? caller(loop.next(), upstream) : callee(loop.next(), upstream))
			.bind(InetAddress.getLoopbackAddress(), port)
			.sync()
			.channel();
	}

	private static ChannelInitializer<Channel> caller(EventLoop loop, InetSocketAddress callee) {
		Upstream streams = new StreamsUpstream(loop, callee);
		return new ChannelInitializer<>() {
			@Override
			protected void initChannel(Channel connection) {
				Transport.configure(connection);
				connection.pipeline().addLast(new HttpServerCodec(Transport.decoding()), new Front(streams));
			}
		};
	}

	private static ChannelInitializer<Channel> callee(EventLoop loop, InetSocketAddress app) {
		Upstream connections = new ConnectionsUpstream(loop, app);
		return new ChannelInitializer<>() {
			@Override
			protected void initChannel(Channel connection) {
				Transport.configure(connection);
				connection.pipeline()
					.addLast(Http2FrameCodecBuilder.forServer()
						.initialSettings(Windows.settings().maxConcurrentStreams(MAX_STREAMS))
						.build(), new Windows(), new Http2MultiplexHandler(new ChannelInitializer<>() {
							@Override
							protected void initChannel(Channel stream) {
								stream.pipeline()
									.addLast(new Http2StreamFrameToHttpObjectCodec(true), new Front(connections));
							}
						}));
			}
		};
	}

}
