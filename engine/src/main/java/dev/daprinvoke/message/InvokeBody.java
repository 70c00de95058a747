package dev.daprinvoke.message;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCountUtil;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The bytes of a message. Whoever is handed a body must consume it exactly once, by
 * subscribing to its bytes or by {@link #discard()}.
 */
public sealed interface InvokeBody {

	/** The body without bytes. */
	InvokeBody EMPTY = new Whole(Unpooled.EMPTY_BUFFER);

	/** The largest body that is collected in memory instead of streamed: 64 KiB. */
	int WHOLE_LIMIT = 64 * 1024;

	/**
	 * The bytes as a stream.
	 * @return buffers which the subscriber releases; to be subscribed once
	 */
	Flux<ByteBuf> bytes();

	/**
	 * Gives back what the body holds without reading it.
	 */
	void discard();

	/**
	 * Tells the forms of a body apart; the one place to do so.
	 * @param <R> what is made of it
	 * @param whole what to do with a body in memory
	 * @param streaming what to do with a body that is still to come
	 * @return what the function for this form gives
	 */
	<R> R match(Function<Whole, R> whole, Function<Streaming, R> streaming);

	/**
	 * A small body, entirely in memory, that can therefore be sent again.
	 *
	 * @param content the bytes; owned by this body; without bytes always the empty buffer
	 * that needs no release
	 */
	record Whole(ByteBuf content) implements InvokeBody {

		public Whole {
			if (!content.isReadable()) {
				content.release();
				content = Unpooled.EMPTY_BUFFER;
			}
		}

		/**
		 * The same bytes once more, for another attempt.
		 * @return a body of its own, to be consumed like any other
		 */
		public Whole again() {
			return this.content.isReadable() ? new Whole(this.content.retainedDuplicate()) : this;
		}

		/**
		 * Gives the bytes back when something ends, whatever its end.
		 * @param <T> what it gives
		 * @param use what uses the bytes
		 * @return the same with the bytes given back at its end
		 */
		public <T> Mono<T> discardAfter(Mono<T> use) {
			return this.content.isReadable() ? use.doFinally((signal) -> discard()) : use;
		}

		@Override
		public Flux<ByteBuf> bytes() {
			return new HeldBuffer(this.content);
		}

		@Override
		public void discard() {
			ReferenceCountUtil.safeRelease(this.content);
		}

		@Override
		public <R> R match(Function<Whole, R> whole, Function<Streaming, R> streaming) {
			return whole.apply(this);
		}

	}

	/**
	 * A body whose bytes are still to come, at the pace of its subscriber.
	 *
	 * @param source the bytes; to be subscribed once; its subscriber releases the buffers
	 */
	record Streaming(Flux<ByteBuf> source) implements InvokeBody {

		@Override
		public Flux<ByteBuf> bytes() {
			return this.source;
		}

		@Override
		public void discard() {
			this.source.subscribe(ReferenceCountUtil::safeRelease, (error) -> {
			}).dispose();
		}

		@Override
		public <R> R match(Function<Whole, R> whole, Function<Streaming, R> streaming) {
			return streaming.apply(this);
		}

	}

}
