package dev.daprinvoke.spring.client;

import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.testkit.Buffers;

/**
 * A large body that knows how much of it was asked for and whether it was cancelled.
 */
public final class CountedBody {

	/** How many bytes each buffer has. */
	public static final int PIECE = 64 * 1024;

	private final AtomicInteger made = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final Flux<ByteBuf> bytes;

	/**
	 * Creates the body.
	 * @param count how many buffers it has
	 */
	public CountedBody(int count) {
		this.bytes = Flux.range(0, count).map((index) -> {
			this.made.incrementAndGet();
			return Buffers.ofLength(PIECE);
		}).doOnCancel(this.cancelled::incrementAndGet);
	}

	public InvokeBody.Streaming streaming() {
		return new InvokeBody.Streaming(this.bytes);
	}

	public int made() {
		return this.made.get();
	}

	public boolean isCancelled() {
		return this.cancelled.get() > 0;
	}

}
