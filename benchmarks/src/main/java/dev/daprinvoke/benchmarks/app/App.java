package dev.daprinvoke.benchmarks.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;

/**
 * The app that is called, on one event loop; a process of its own in a run, so that the
 * load driver does not wait for it.
 */
public final class App implements AutoCloseable {

	private final EventLoopGroup eventLoop;

	private final Channel listener;

	private App(EventLoopGroup eventLoop, Channel listener) {
		this.eventLoop = eventLoop;
		this.listener = listener;
	}

	/**
	 * Starts the process.
	 * @param arguments the port to listen on
	 */
	public static void main(String[] arguments) throws InterruptedException {
		try (App app = start(Integer.parseInt(arguments[0]))) {
			app.listener.closeFuture().sync();
		}
	}

	/**
	 * Listens on loopback.
	 * @param port the port, 0 for any
	 * @return the running app
	 */
	public static App start(int port) throws InterruptedException {
		EventLoopGroup eventLoop = Transport.newEventLoop();
		Channel listener = new ServerBootstrap().group(eventLoop)
			.channel(Transport.serverChannel())
			.childHandler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					Transport.configure(channel);
					channel.pipeline().addLast(new AppDialect());
				}
			})
			.bind(InetAddress.getLoopbackAddress(), port)
			.sync()
			.channel();
		return new App(eventLoop, listener);
	}

	public InetSocketAddress address() {
		return (InetSocketAddress) this.listener.localAddress();
	}

	@Override
	public void close() {
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
