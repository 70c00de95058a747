package dev.daprinvoke.benchmarks.relay;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Promise;

/**
 * HTTP/1.1 connections to the app, used again one after the other.
 */
final class ConnectionsUpstream implements Upstream {

	private final Deque<Channel> idle = new ArrayDeque<>();

	private final Bootstrap bootstrap;

	ConnectionsUpstream(EventLoop loop, InetSocketAddress app) {
		this.bootstrap = new Bootstrap().group(loop)
			.channel(Transport.clientChannel())
			.remoteAddress(app)
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel connection) {
					Transport.configure(connection);
					connection.pipeline().addLast(new HttpClientCodec(), new CutPrefix(), new Pooled());
				}
			});
	}

	@Override
	public void open(Channel front, Promise<Channel> ready) {
		for (Channel known = this.idle.poll(); known != null; known = this.idle.poll()) {
			if (known.isActive()) {
				begin(known, front, ready);
				return;
			}
		}
		this.bootstrap.connect().addListener((ChannelFutureListener) (connected) -> {
			if (connected.isSuccess()) {
				begin(connected.channel(), front, ready);
			}
			else {
				ready.setFailure(connected.cause());
			}
		});
	}

	private static void begin(Channel connection, Channel front, Promise<Channel> ready) {
		connection.pipeline().get(Pooled.class).begin(front);
		ready.setSuccess(connection);
	}

	private final class Pooled extends Back {

		@Override
		void ended(Channel connection) {
			connection.config().setAutoRead(true);
			ConnectionsUpstream.this.idle.push(connection);
		}

	}

	private static final class CutPrefix extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (message instanceof HttpRequest request && request.uri().startsWith(Relay.PREFIX)) {
				request.setUri(request.uri().substring(Relay.PREFIX.length()));
			}
			context.write(message, promise);
		}

	}

}
