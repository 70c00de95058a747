package dev.daprinvoke.benchmarks.relay;

import java.net.InetSocketAddress;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Streams of one h2c connection to the second hop.
 */
final class StreamsUpstream implements Upstream {

	private final Bootstrap bootstrap;

	private @Nullable Future<Channel> connection;

	StreamsUpstream(EventLoop loop, InetSocketAddress callee) {
		this.bootstrap = new Bootstrap().group(loop)
			.channel(Transport.clientChannel())
			.remoteAddress(callee)
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel connection) {
					Transport.configure(connection);
					connection.pipeline()
						.addLast(Http2FrameCodecBuilder.forClient().initialSettings(Windows.settings()).build(),
								new Windows(), new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
				}
			});
	}

	@Override
	public void open(Channel front, Promise<Channel> ready) {
		connected(front).addListener((Future<Channel> connected) -> {
			if (connected.isSuccess()) {
				openStream(connected.getNow(), front, ready);
			}
			else {
				ready.setFailure(connected.cause());
			}
		});
	}

	private Future<Channel> connected(Channel front) {
		Future<Channel> before = this.connection;
		if (before != null && (!before.isDone() || before.isSuccess() && before.getNow().isActive())) {
			return before;
		}
		Promise<Channel> promise = front.eventLoop().newPromise();
		this.connection = promise;
		this.bootstrap.connect().addListener((ChannelFutureListener) (done) -> {
			if (done.isSuccess()) {
				promise.setSuccess(done.channel());
			}
			else {
				promise.setFailure(done.cause());
			}
		});
		return promise;
	}

	private static void openStream(Channel connection, Channel front, Promise<Channel> ready) {
		Back back = new Back();
		back.begin(front);
		new Http2StreamChannelBootstrap(connection).handler(new ChannelInitializer<Channel>() {
			@Override
			protected void initChannel(Channel stream) {
				stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), back);
			}
		}).open().addListener((Future<Http2StreamChannel> opened) -> {
			if (opened.isSuccess()) {
				ready.setSuccess(opened.getNow());
			}
			else {
				ready.setFailure(opened.cause());
			}
		});
	}

}
