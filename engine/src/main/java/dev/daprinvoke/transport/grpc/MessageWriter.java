package dev.daprinvoke.transport.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Drainable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;

/**
 * The messages that are written to one stream, with their prefix (gRPC over HTTP/2,
 * length-prefixed messages), and how much of them is not on its way yet. Messages are
 * made on any thread.
 */
final class MessageWriter {

	private static final int PREFIX = 5;

	private final int threshold;

	private final AtomicInteger unwritten = new AtomicInteger();

	/**
	 * Creates a writer.
	 * @param threshold how many bytes may wait before the stream is not ready
	 */
	MessageWriter(int threshold) {
		this.threshold = threshold;
	}

	/**
	 * Makes a message, which counts as unwritten from now on.
	 * @param message its bytes, closed here
	 * @param allocator makes the buffer
	 * @return the message with its prefix; to be written
	 */
	ByteBuf encode(InputStream message, ByteBufAllocator allocator) {
		try (InputStream open = message) {
			int length = open.available();
			ByteBuf bytes = allocator.buffer(PREFIX + length);
			try {
				bytes.writeByte(0).writeInt(length);
				if (open instanceof Drainable drainable) {
					drainable.drainTo(new ByteBufOutputStream(bytes));
				}
				else {
					bytes.writeBytes(open, length);
				}
			}
			catch (IOException | RuntimeException | Error ex) {
				bytes.release();
				throw ex;
			}
			this.unwritten.addAndGet(bytes.readableBytes());
			return bytes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Says that bytes are on their way.
	 * @param bytes how many
	 * @return whether there is room again, which there was not before
	 */
	boolean written(int bytes) {
		int now = this.unwritten.addAndGet(-bytes);
		return now < this.threshold && now + bytes >= this.threshold;
	}

	/** Whether there is room for another message. */
	boolean isReady() {
		return this.unwritten.get() < this.threshold;
	}

}
