package dev.daprinvoke.transport.frame;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Copies a received gRPC message into one pooled buffer, from the transport's own memory
 * where it shows it.
 */
final class MessageBytes {

	private static final int PART = 16 * 1024;

	private MessageBytes() {
	}

	/**
	 * Copies a message.
	 * @param stream the message as gRPC hands it over: if it is of {@code KnownLength},
	 * that is what is available
	 * @param allocator makes the buffer
	 * @return the bytes; to be released by the caller
	 * @throws IOException if the transport fails
	 */
	static ByteBuf copy(InputStream stream, ByteBufAllocator allocator) throws IOException {
		return (stream instanceof KnownLength) ? copyKnown(stream, allocator) : copyToEnd(stream, allocator);
	}

	// What was compressed does not know its length; gRPC holds it to the message limit.
	private static ByteBuf copyToEnd(InputStream stream, ByteBufAllocator allocator) throws IOException {
		ByteBuf bytes = allocator.directBuffer();
		try {
			while (bytes.writeBytes(stream, PART) >= 0) {
				bytes.ensureWritable(PART);
			}
			return bytes;
		}
		catch (IOException | RuntimeException ex) {
			bytes.release();
			throw ex;
		}
	}

	private static ByteBuf copyKnown(InputStream stream, ByteBufAllocator allocator) throws IOException {
		int length = stream.available();
		ByteBuf bytes = allocator.directBuffer(length, length);
		try {
			if (stream instanceof HasByteBuffer memory && memory.byteBufferSupported()) {
				copyMemory(stream, memory, bytes);
			}
			while (bytes.isWritable()) {
				if (bytes.writeBytes(stream, bytes.writableBytes()) < 0) {
					throw new EOFException("message ends after " + bytes.readableBytes() + " of " + length + " bytes");
				}
			}
			return bytes;
		}
		catch (IOException | RuntimeException ex) {
			bytes.release();
			throw ex;
		}
	}

	private static void copyMemory(InputStream stream, HasByteBuffer memory, ByteBuf bytes) throws IOException {
		while (bytes.isWritable()) {
			ByteBuffer part = memory.getByteBuffer();
			if (part == null || !part.hasRemaining()) {
				return;
			}
			int length = part.remaining();
			bytes.writeBytes(part);
			stream.skipNBytes(length);
		}
	}

}
