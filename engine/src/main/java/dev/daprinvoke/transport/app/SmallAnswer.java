package dev.daprinvoke.transport.app;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Collects the bytes of a small answer. The reader may go away on another thread at any
 * moment: each buffer then is released either here or by the reader. Reactor Netty's own
 * {@code aggregate()} loses what comes while it is cancelled.
 */
final class SmallAnswer {

	/** More pieces than that are copied into one. */
	private static final int PIECES = 16;

	private SmallAnswer() {
	}

	/**
	 * Collects bytes.
	 * @param bytes buffers that belong to who receives them; few, their number is not
	 * bounded here
	 * @return all bytes, none as an empty buffer; released by the receiver
	 */
	static Mono<ByteBuf> collect(Flux<ByteBuf> bytes) {
		return bytes.collectList().map(SmallAnswer::join).doOnDiscard(ByteBuf.class, ByteBuf::release);
	}

	/** Makes one buffer of several. */
	static ByteBuf join(List<ByteBuf> pieces) {
		return switch (pieces.size()) {
			case 0 -> Unpooled.EMPTY_BUFFER;
			case 1 -> pieces.get(0);
			default -> Unpooled.wrappedBuffer(PIECES, pieces.toArray(ByteBuf[]::new));
		};
	}

}
