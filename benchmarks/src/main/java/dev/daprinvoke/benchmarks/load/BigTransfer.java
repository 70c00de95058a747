package dev.daprinvoke.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;

/**
 * One large body over one connection, every byte of it counted at its far end.
 */
public final class BigTransfer implements AutoCloseable {

	private static final Duration BOUND = Duration.ofMinutes(3);

	private final EventLoopGroup eventLoop = Transport.newEventLoop();

	/**
	 * Moves a body and waits for its end.
	 * @param target where to
	 * @param direction which way
	 * @param bytes how many bytes, sent with a Content-Length
	 * @return bytes per second in each direction that was used
	 * @throws LoadFailure if not all bytes arrived within three minutes
	 */
	public double run(Target target, Direction direction, long bytes) throws InterruptedException {
		CompletableFuture<Long> nanos = new CompletableFuture<>();
		ChannelFuture connecting = new Bootstrap().group(this.eventLoop)
			.channel(Transport.clientChannel())
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					Transport.configure(channel);
					channel.pipeline()
						.addLast(new HttpClientCodec(Transport.decoding(), false, true),
								new BigTransferHandler(target, direction, bytes, nanos));
				}
			})
			.connect(target.address())
			.await();
		if (!connecting.isSuccess()) {
			throw new LoadFailure(direction.label() + " failed: " + connecting.cause());
		}
		Channel channel = connecting.channel();
		try {
			return bytes * (double) TimeUnit.SECONDS.toNanos(1) / nanos.get(BOUND.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new LoadFailure(direction.label() + " did not end within " + BOUND.toSeconds() + " s");
		}
		catch (ExecutionException ex) {
			throw new LoadFailure(direction.label() + " failed: " + LoadFailure.reason(ex));
		}
		finally {
			channel.close();
		}
	}

	@Override
	public void close() {
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

	/**
	 * Which way the body goes.
	 */
	public enum Direction {

		/**
		 * From the caller to the app, which answers how much arrived.
		 */
		UP("1 GB up"),

		/**
		 * From the app to the caller.
		 */
		DOWN("1 GB down"),

		/**
		 * To the app and back, both at once.
		 */
		ECHO("1 GB echo");

		private final String label;

		Direction(String label) {
			this.label = label;
		}

		public String label() {
			return this.label;
		}

	}

}
