package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way out, in the form in which gRPC takes messages: it knows its length
 * and writes itself. Closing it, which gRPC does whatever becomes of the call once the
 * call has a transport, releases the data if the frame owns it.
 */
final class EncodedFrame extends InputStream implements KnownLength, Drainable {

	private static final FastThreadLocal<byte[]> CHUNK = new FastThreadLocal<>() {

		@Override
		protected byte[] initialValue() {
			return new byte[16 * 1024];
		}

	};

	/** All bytes of the frame but those of its data, which comes last. */
	private final byte[] envelope;

	private final @Nullable ByteBuf data;

	private final boolean ownsData;

	private boolean drained;

	private boolean closed;

	private <H> EncodedFrame(byte[] envelope, HopFrame<H> frame) {
		this.envelope = envelope;
		this.data = frame.data();
		this.ownsData = frame.ownsData();
	}

	/**
	 * Writes a frame but for its data, which its transport takes when it is there.
	 * @param frame the frame
	 * @param heads writes its head
	 * @return the frame, to be drained and closed
	 */
	static <H> EncodedFrame of(HopFrame<H> frame, HeadCodec<H> heads) {
		BackwardWriter out = BackwardWriter.ofThread();
		ByteBuf data = frame.data();
		if (data != null) {
			int length = data.readableBytes();
			if (length > 0) {
				out.message(FrameMarshaller.DATA, length);
			}
			out.numberIfAny(FrameMarshaller.SEQ, frame.seq());
			out.message(FrameMarshaller.PAYLOAD, out.size() + length);
		}
		H head = frame.head();
		if (head != null) {
			int end = out.size();
			heads.write(head, out);
			out.message(FrameMarshaller.HEAD, out.size() - end);
		}
		return new EncodedFrame(out.take(), frame);
	}

	@Override
	public int available() {
		return this.drained ? 0 : this.envelope.length + ((this.data != null) ? this.data.readableBytes() : 0);
	}

	@Override
	public int drainTo(OutputStream target) throws IOException {
		int size = available();
		this.drained = true;
		target.write(this.envelope);
		if (this.data != null) {
			write(this.data, target);
		}
		return size;
	}

	private static void write(ByteBuf data, OutputStream target) throws IOException {
		if (data.hasArray()) {
			target.write(data.array(), data.arrayOffset() + data.readerIndex(), data.readableBytes());
			return;
		}
		byte[] chunk = CHUNK.get();
		int end = data.writerIndex();
		for (int position = data.readerIndex(); position < end; position += chunk.length) {
			int length = Math.min(chunk.length, end - position);
			data.getBytes(position, chunk, 0, length);
			target.write(chunk, 0, length);
		}
	}

	@Override
	public int read() {
		throw new UnsupportedOperationException("a frame is drained, not read");
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		if (this.ownsData && this.data != null) {
			this.data.release();
		}
	}

}
