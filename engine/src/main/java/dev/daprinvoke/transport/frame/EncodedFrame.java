package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
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

	private final byte[] envelope;

	private final @Nullable ByteBuf data;

	private final boolean ownsData;

	private boolean drained;

	private boolean closed;

	EncodedFrame(HopFrame<?> frame) {
		this.data = frame.data();
		this.ownsData = frame.ownsData();
		this.envelope = envelope(frame.head(), this.data, frame.seq());
	}

	/** All bytes of the frame but those of its data, which comes last. */
	private static byte[] envelope(@Nullable MessageLite head, @Nullable ByteBuf data, long seq) {
		int headSize = (head != null) ? head.getSerializedSize() : 0;
		int dataSize = (data != null) ? data.readableBytes() : 0;
		int seqSize = (seq != 0) ? 1 + CodedOutputStream.computeUInt64SizeNoTag(seq) : 0;
		int dataPrefix = (dataSize > 0) ? 1 + CodedOutputStream.computeUInt32SizeNoTag(dataSize) : 0;
		int payloadSize = seqSize + dataPrefix + dataSize;
		int size = ((head != null) ? 1 + CodedOutputStream.computeUInt32SizeNoTag(headSize) + headSize : 0)
				+ ((data != null) ? 1 + CodedOutputStream.computeUInt32SizeNoTag(payloadSize) + seqSize + dataPrefix
						: 0);
		byte[] bytes = new byte[size];
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		try {
			if (head != null) {
				out.writeUInt32NoTag(FrameMarshaller.HEAD_TAG);
				out.writeUInt32NoTag(headSize);
				head.writeTo(out);
			}
			if (data != null) {
				out.writeUInt32NoTag(FrameMarshaller.PAYLOAD_TAG);
				out.writeUInt32NoTag(payloadSize);
				if (seq != 0) {
					out.writeUInt32NoTag(FrameMarshaller.SEQ_TAG);
					out.writeUInt64NoTag(seq);
				}
				if (dataSize > 0) {
					out.writeUInt32NoTag(FrameMarshaller.DATA_TAG);
					out.writeUInt32NoTag(dataSize);
				}
			}
			out.checkNoSpaceLeft();
		}
		catch (IOException ex) {
			throw new IllegalStateException("a frame's size was computed wrongly", ex);
		}
		return bytes;
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
