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
	 * Whether the body has anything to give back.
	 * @return false if nothing is lost when nobody consumes it
	 */
	default boolean needsDiscard() {
		return true;
	}

	/**
	 * Tells the forms of a body apart; the one place to do so.
	 * @param <R> what is made of it
	 * @param whole what to do with a body in memory
	 * @param replayable what to do with a body that is kept while it comes
	 * @param streaming what to do with a body that is still to come
	 * @return what the function for this form gives
	 */
	<R> R match(Function<Whole, R> whole, Function<Replayable, R> replayable, Function<Streaming, R> streaming);

	/**
	 * Tells apart what is in memory and what is still to come, for those who read a body
	 * once.
	 * @param <R> what is made of it
	 * @param whole what to do with a body in memory
	 * @param streaming what to do with any other
	 * @return what the function for this form gives
	 */
	default <R> R match(Function<Whole, R> whole, Function<Streaming, R> streaming) {
		return match(whole, (replayable) -> streaming.apply(new Streaming(replayable.bytes())), streaming);
	}

	/**
	 * A body that can be sent more than once.
	 */
	sealed interface Repeatable extends InvokeBody {

		/**
		 * The same bytes once more, for another attempt.
		 * @return a body of its own, to be consumed like any other
		 */
		Repeatable again();

		/**
		 * Gives the bytes back when something ends, whatever its end.
		 * @param <T> what it gives
		 * @param use what uses the bytes
		 * @return the same with the bytes given back at its end
		 */
		default <T> Mono<T> discardAfter(Mono<T> use) {
			return use.doFinally((signal) -> discard());
		}

	}

	/**
	 * A small body, entirely in memory, that can therefore be sent again.
	 *
	 * @param content the bytes; owned by this body; without bytes always the empty buffer
	 * that needs no release
	 */
	record Whole(ByteBuf content) implements Repeatable {

		public Whole {
			if (!content.isReadable()) {
				content.release();
				content = Unpooled.EMPTY_BUFFER;
			}
		}

		@Override
		public Whole again() {
			return this.content.isReadable() ? new Whole(this.content.retainedDuplicate()) : this;
		}

		@Override
		public <T> Mono<T> discardAfter(Mono<T> use) {
			return needsDiscard() ? Repeatable.super.discardAfter(use) : use;
		}

		@Override
		public boolean needsDiscard() {
			return this.content.isReadable();
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
		public <R> R match(Function<Whole, R> whole, Function<Replayable, R> replayable,
				Function<Streaming, R> streaming) {
			return whole.apply(this);
		}

	}

	/**
	 * A body whose bytes are still to come, and are kept while they do, so that it can be
	 * sent again from its start. Made by a {@link ReplayBudget}.
	 */
	final class Replayable implements Repeatable {

		private final Replay replay;

		Replayable(Replay replay) {
			this.replay = replay;
		}

		/**
		 * The same bytes from the start. At most one of these bodies is read at a time: a
		 * new reader takes the place of the one before.
		 * @return a body of its own, to be consumed like any other; it fails if all
		 * others have been consumed
		 */
		@Override
		public Replayable again() {
			this.replay.retain();
			return new Replayable(this.replay);
		}

		@Override
		public Flux<ByteBuf> bytes() {
			return new ReplayReading(this.replay);
		}

		@Override
		public void discard() {
			this.replay.release();
		}

		@Override
		public <R> R match(Function<Whole, R> whole, Function<Replayable, R> replayable,
				Function<Streaming, R> streaming) {
			return replayable.apply(this);
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
		public <R> R match(Function<Whole, R> whole, Function<Replayable, R> replayable,
				Function<Streaming, R> streaming) {
			return streaming.apply(this);
		}

	}

}
