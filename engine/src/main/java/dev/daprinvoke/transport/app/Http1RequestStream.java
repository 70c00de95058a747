package dev.daprinvoke.transport.app;

import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Writes a body to a connection as it comes, as fast as the connection takes it. What
 * comes on other threads is brought to its event loop.
 */
final class Http1RequestStream extends BaseSubscriber<ByteBuf> {

	private static final int AHEAD = 4;

	private final Channel channel;

	private final Consumer<Throwable> failed;

	/** Parts that were written and not asked for anew. */
	private int written;

	private @Nullable ChannelFuture last;

	private boolean flushing;

	Http1RequestStream(Channel channel, Consumer<Throwable> failed) {
		this.channel = channel;
		this.failed = failed;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(AHEAD);
	}

	@Override
	protected void hookOnNext(ByteBuf part) {
		run(() -> {
			watch(this.channel.write(new DefaultHttpContent(part)));
			this.written++;
			askForMore();
			flushSoon();
		});
	}

	@Override
	protected void hookOnComplete() {
		run(() -> {
			this.last = watch(this.channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
		});
	}

	@Override
	protected void hookOnError(Throwable error) {
		run(() -> this.failed.accept(error));
	}

	// A part may fail by itself, on a connection that goes on: a body with a hole.
	private ChannelFuture watch(ChannelFuture written) {
		return written.addListener((done) -> {
			if (!done.isSuccess()) {
				this.failed.accept(done.cause());
			}
		});
	}

	// Always behind what was said before, on whatever thread.
	private void run(Runnable task) {
		this.channel.eventLoop().execute(task);
	}

	/** Flushes when what is there already is written. */
	void flushSoon() {
		if (!this.flushing) {
			this.flushing = true;
			this.channel.eventLoop().execute(() -> {
				this.flushing = false;
				this.channel.flush();
			});
		}
	}

	private void askForMore() {
		if (this.channel.isWritable() && this.written > 0) {
			int count = this.written;
			this.written = 0;
			request(count);
		}
	}

	/** There is room again. */
	void writable() {
		askForMore();
	}

	/** Completes when all of the body is on its way; null as long as more may come. */
	@Nullable ChannelFuture sent() {
		return this.last;
	}

}
