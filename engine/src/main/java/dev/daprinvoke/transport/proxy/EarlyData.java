package dev.daprinvoke.transport.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.transport.grpc.RawStream;

/**
 * What a client sends before there is a server to send it to: no more than its stream's
 * window, in one buffer, however small the pieces. Used by one thread.
 */
final class EarlyData {

	private final RawStream client;

	private @Nullable ByteBuf waiting;

	EarlyData(RawStream client) {
		this.client = client;
	}

	/**
	 * Keeps a copy.
	 * @param data the bytes, left as they are
	 * @return whether there was memory for it
	 */
	boolean add(ByteBuf data) {
		try {
			ByteBuf kept = this.waiting;
			if (kept == null) {
				kept = this.client.allocate(data.readableBytes());
				this.waiting = kept;
			}
			kept.writeBytes(data, data.readerIndex(), data.readableBytes());
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	/**
	 * Gives up what was kept.
	 * @return the bytes, to be released by the caller, or {@code null} if there are none
	 */
	@Nullable ByteBuf take() {
		ByteBuf kept = this.waiting;
		this.waiting = null;
		return kept;
	}

	/** Forgets what was kept. */
	void discard() {
		ByteBuf kept = take();
		if (kept != null) {
			kept.release();
		}
	}

}
