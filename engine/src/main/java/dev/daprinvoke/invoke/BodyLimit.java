package dev.daprinvoke.invoke;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;

import dev.daprinvoke.error.BodyTooLargeException;

/**
 * Breaks a body off that is larger than {@code --max-body-size} allows. Bytes are counted
 * while they pass, so the declared length does not matter (contract section 1.5).
 */
public final class BodyLimit {

	private final long bytes;

	/**
	 * Creates a limit.
	 * @param bytes the most bytes a body may have, or 0 for no limit
	 */
	public BodyLimit(long bytes) {
		this.bytes = bytes;
	}

	/**
	 * Watches a body.
	 * @param body the bytes
	 * @return the same bytes, or a {@link BodyTooLargeException} at the first buffer that
	 * is too much
	 */
	public Flux<ByteBuf> watch(Flux<ByteBuf> body) {
		if (this.bytes == 0) {
			return body;
		}
		return Flux.defer(() -> {
			long[] seen = new long[1];
			return body.handle((part, sink) -> {
				seen[0] += part.readableBytes();
				if (seen[0] > this.bytes) {
					part.release();
					sink.error(new BodyTooLargeException());
				}
				else {
					sink.next(part);
				}
			});
		});
	}

}
