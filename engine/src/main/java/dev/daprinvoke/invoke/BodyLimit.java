package dev.daprinvoke.invoke;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.message.BodyMemory;

/**
 * Breaks a body off that is larger than {@code --max-body-size} allows, or for which
 * there is no memory. Bytes are counted while they pass, so the declared length does not
 * matter (contract section 1.5).
 */
public final class BodyLimit {

	private final long bytes;

	private final BodyMemory memory;

	/**
	 * Creates a limit.
	 * @param bytes the most bytes a body may have, or 0 for no limit
	 */
	public BodyLimit(long bytes) {
		this(bytes, BodyMemory.unbounded());
	}

	/**
	 * Creates a limit that heeds the memory.
	 * @param bytes the most bytes a body may have, or 0 for no limit
	 * @param memory tells whether there is room for further bodies; asked for every
	 * buffer
	 */
	public BodyLimit(long bytes, BodyMemory memory) {
		this.bytes = (bytes > 0) ? bytes : Long.MAX_VALUE;
		this.memory = memory;
	}

	/**
	 * Refuses a body that nobody has begun to read, if there is no memory.
	 * @throws BodyMemoryException if so
	 */
	void requireMemory() {
		if (!this.memory.mayBegin()) {
			throw new BodyMemoryException();
		}
	}

	/**
	 * Watches a body.
	 * @param body the bytes
	 * @return the same bytes, or a {@link BodyTooLargeException} or
	 * {@link BodyMemoryException} at the first buffer that is too much
	 */
	public Flux<ByteBuf> watch(Flux<ByteBuf> body) {
		return Flux.defer(() -> {
			long[] seen = new long[1];
			return body.handle((part, sink) -> {
				seen[0] += part.readableBytes();
				if (seen[0] > this.bytes) {
					part.release();
					sink.error(new BodyTooLargeException());
				}
				else if (!this.memory.mayBegin()) {
					part.release();
					sink.error(new BodyMemoryException());
				}
				else {
					sink.next(part);
				}
			});
		});
	}

}
