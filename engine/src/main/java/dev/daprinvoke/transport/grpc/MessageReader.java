package dev.daprinvoke.transport.grpc;

import java.io.InputStream;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import io.grpc.KnownLength;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one direction of a stream (gRPC over HTTP/2, length-prefixed messages):
 * given out one by one, as many as were asked for. What came ahead of that keeps its part
 * of the stream's window. Lives on one event loop.
 */
final class MessageReader {

	private static final int PREFIX = 5;

	private final IntFunction<ByteBuf> allocator;

	private final IntConsumer credit;

	private final int largest;

	private final Sink sink;

	private @Nullable ByteBuf waiting;

	private int asked;

	private int owed;

	private boolean giving;

	private boolean over;

	/**
	 * Creates a reader.
	 * @param allocator makes a buffer of a first size
	 * @param credit gives so many bytes of the stream's window back
	 * @param largest the largest message, in bytes
	 * @param sink takes the messages
	 */
	MessageReader(IntFunction<ByteBuf> allocator, IntConsumer credit, int largest, Sink sink) {
		this.allocator = allocator;
		this.credit = credit;
		this.largest = largest;
		this.sink = sink;
	}

	/** Asks for further messages, which may come at once. */
	void request(int count) {
		this.asked = (int) Math.min(Integer.MAX_VALUE, (long) this.asked + count);
		ByteBuf kept = this.waiting;
		if (kept != null && !this.giving) {
			give(kept);
			this.credit.accept(settle());
		}
	}

	/**
	 * Takes data.
	 * @param data the bytes, left to the caller
	 * @param credit how many bytes of the window they took
	 * @return how many bytes of the window to give back
	 */
	int data(ByteBuf data, int credit) {
		if (this.over) {
			return credit;
		}
		this.owed += credit;
		if (this.waiting == null && !this.giving) {
			ByteBuf own = data.duplicate();
			give(own);
			keep(own);
		}
		else {
			keep(data);
			if (this.waiting != null && !this.giving) {
				give(this.waiting);
			}
		}
		return settle();
	}

	private void keep(ByteBuf data) {
		if (this.over || !data.isReadable()) {
			return;
		}
		if (!this.sink.hasRoom()) {
			this.sink.broken(Problem.NO_MEMORY, data.readableBytes());
			return;
		}
		try {
			ByteBuf kept = this.waiting;
			if (kept == null) {
				kept = this.allocator.apply(data.readableBytes());
				this.waiting = kept;
			}
			kept.writeBytes(data, data.readerIndex(), data.readableBytes());
		}
		catch (OutOfMemoryError ex) {
			this.sink.broken(Problem.NO_MEMORY, data.readableBytes());
		}
	}

	private void give(ByteBuf from) {
		this.giving = true;
		try {
			while (!this.over && this.asked > 0 && from.readableBytes() >= PREFIX) {
				int start = from.readerIndex();
				int compressed = from.getUnsignedByte(start);
				long length = from.getUnsignedInt(start + 1);
				if (compressed != 0) {
					this.sink.broken(Problem.COMPRESSED, compressed);
					return;
				}
				if (length > this.largest) {
					this.sink.broken(Problem.TOO_LARGE, length);
					return;
				}
				if (from.readableBytes() - PREFIX < length) {
					return;
				}
				this.asked--;
				ByteBuf message = from.slice(start + PREFIX, (int) length);
				from.skipBytes(PREFIX + (int) length);
				this.sink.message(new Message(message));
			}
		}
		finally {
			this.giving = false;
			if (this.over) {
				discard();
			}
			else if (from == this.waiting && !from.isReadable()) {
				this.waiting = null;
				from.release();
			}
			else if (from == this.waiting) {
				from.discardSomeReadBytes();
			}
		}
	}

	// A message that was asked for gets all the window it needs, however much of it is
	// here.
	private int settle() {
		ByteBuf kept = this.waiting;
		int still = (this.over || this.asked > 0 || kept == null) ? 0 : Math.min(this.owed, kept.readableBytes());
		int back = this.owed - still;
		this.owed = still;
		return back;
	}

	/** Whether nothing waits; what does may be a part of a message. */
	boolean isEmpty() {
		return this.waiting == null;
	}

	/** Whether no whole message waits. */
	boolean hasNoMessage() {
		ByteBuf kept = this.waiting;
		// Who gives messages out knows only afterwards what is left.
		return !this.giving && (kept == null || kept.readableBytes() < PREFIX
				|| kept.readableBytes() - PREFIX < kept.getUnsignedInt(kept.readerIndex() + 1));
	}

	/** Drops what waits, and all that will come. */
	void close() {
		this.over = true;
		if (!this.giving) {
			discard();
		}
	}

	private void discard() {
		ByteBuf kept = this.waiting;
		this.waiting = null;
		if (kept != null) {
			kept.release();
		}
	}

	/** Why no further message can be read. */
	enum Problem {

		COMPRESSED, TOO_LARGE, NO_MEMORY

	}

	/** Takes messages. */
	interface Sink {

		/**
		 * A message has come.
		 * @param message its bytes, to be read before this returns
		 */
		void message(InputStream message);

		/**
		 * Whether there is memory for more of what waits.
		 * @return false if none is to be kept
		 */
		boolean hasRoom();

		/**
		 * The stream cannot be read on.
		 * @param problem why
		 * @param value the offending number
		 */
		void broken(Problem problem, long value);

	}

	/** A message whose length is known, as gRPC's own are. */
	private static final class Message extends ByteBufInputStream implements KnownLength {

		Message(ByteBuf bytes) {
			super(bytes);
		}

	}

}
