package dev.daprinvoke.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;

/**
 * Exchanges that have begun in both directions and rest there: each client has sent the
 * head of a chunked request and one chunk, the app has sent its head and that chunk back,
 * and neither ends. Each has a connection of its own.
 */
public final class IdleExchanges implements AutoCloseable {

	private static final int AT_ONCE = 100;

	private static final Duration BOUND = Duration.ofSeconds(30);

	private final EventLoopGroup eventLoop = Transport.newEventLoop();

	private final Target target;

	private final List<Channel> open = new ArrayList<>();

	/**
	 * Prepares the exchanges.
	 * @param target where to
	 */
	public IdleExchanges(Target target) {
		this.target = target;
	}

	/**
	 * Opens further ones and waits for the beginning of each answer.
	 * @param count how many there are to be then
	 * @throws LoadFailure if one was refused, ended, or did not begin within 30 s
	 */
	public void growTo(int count) throws InterruptedException {
		while (this.open.size() < count) {
			List<CompletableFuture<Void>> begun = new ArrayList<>();
			for (int i = Math.min(AT_ONCE, count - this.open.size()); i > 0; i--) {
				begun.add(open());
			}
			await(CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)));
		}
	}

	/**
	 * Makes sure that none was ended by anybody.
	 * @throws LoadFailure if one was
	 */
	public void requireAllOpen() {
		long ended = this.open.stream().filter((channel) -> !channel.isActive()).count();
		if (ended > 0) {
			throw new LoadFailure(ended + " of " + this.open.size() + " idle exchanges were ended");
		}
	}

	private CompletableFuture<Void> open() {
		CompletableFuture<Void> begun = new CompletableFuture<>();
		this.open.add(new Bootstrap().group(this.eventLoop)
			.channel(Transport.clientChannel())
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					Transport.configure(channel);
					channel.pipeline()
						.addLast(new HttpClientCodec(Transport.decoding(), false, true),
								new IdleExchange(IdleExchanges.this.target, begun));
				}
			})
			.connect(this.target.address())
			.addListener((connected) -> {
				if (!connected.isSuccess()) {
					begun.completeExceptionally(connected.cause());
				}
			})
			.channel());
		return begun;
	}

	private void await(CompletableFuture<Void> begun) throws InterruptedException {
		try {
			begun.get(BOUND.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new LoadFailure("idle exchanges up to the " + this.open.size() + "th did not all begin within "
					+ BOUND.toSeconds() + " s");
		}
		catch (ExecutionException ex) {
			throw new LoadFailure("one of " + this.open.size() + " idle exchanges: " + LoadFailure.reason(ex));
		}
	}

	@Override
	public void close() {
		this.open.forEach(Channel::close);
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
