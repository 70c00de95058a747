package dev.daprinvoke.transport.frame;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One message of a hop's stream: a head, a payload, or both (contract sections 2.4 and
 * 2.5).
 *
 * @param <H> {@link RequestHead} or {@link ResponseHead}
 * @param head what the first frame must and later ones may not carry, or {@code null}
 * @param data the payload's bytes, or {@code null} if the frame has no payload; on the
 * way out owned by the frame only if {@code ownsData}, on the way in by whoever takes the
 * frame
 * @param seq the payload's sequence number, an unsigned number; 0 without payload
 * @param ownsData whether closing the encoded frame releases the data
 * @param garbled whether a message came that is no frame; it has nothing else then
 */
public record HopFrame<H>(@Nullable H head, @Nullable ByteBuf data, long seq, boolean ownsData, boolean garbled) {

	/**
	 * What came was no frame. Not an exception: gRPC would take it for a failure of ours.
	 * @param <H> the kind of head
	 * @return the frame, without anything
	 */
	static <H> HopFrame<H> unreadable() {
		return new HopFrame<>(null, null, 0, false, true);
	}

	/**
	 * A frame that came.
	 * @param <H> the kind of head
	 * @param head the head, or {@code null}
	 * @param data the bytes, owned by whoever takes the frame, or {@code null}
	 * @param seq the sequence number
	 * @return the frame
	 */
	static <H> HopFrame<H> received(@Nullable H head, @Nullable ByteBuf data, long seq) {
		return new HopFrame<>(head, data, seq, true, false);
	}

	/**
	 * The first frame of a message whose bytes someone else keeps until the call ends.
	 * @param <H> the kind of head
	 * @param head the head
	 * @param data the bytes, possibly none
	 * @return the frame; without payload if there are no bytes
	 */
	public static <H> HopFrame<H> first(H head, ByteBuf data) {
		return new HopFrame<>(head, data.isReadable() ? data : null, 0, false, false);
	}

	/**
	 * The first frame of a message whose bytes are owned by the frame.
	 * @param <H> the kind of head
	 * @param head the head
	 * @param data the bytes, or {@code null}
	 * @return the frame
	 */
	public static <H> HopFrame<H> firstOwning(H head, @Nullable ByteBuf data) {
		return new HopFrame<>(head, data, 0, true, false);
	}

	/**
	 * A later frame.
	 * @param <H> the kind of head
	 * @param head an empty head, as frames of server-sent events have, or {@code null}
	 * @param data the bytes, owned by the frame
	 * @param seq the sequence number
	 * @return the frame
	 */
	public static <H> HopFrame<H> later(@Nullable H head, ByteBuf data, long seq) {
		return new HopFrame<>(head, data, seq, true, false);
	}

	/**
	 * Whether the frame brings a part of a body.
	 * @return whether it has data to read
	 */
	public boolean hasBytes() {
		return this.data != null && this.data.isReadable();
	}

	/**
	 * Gives back the data of a frame that nobody takes, if the frame owns it.
	 */
	public void discard() {
		if (this.ownsData && this.data != null) {
			this.data.release();
		}
	}

}
