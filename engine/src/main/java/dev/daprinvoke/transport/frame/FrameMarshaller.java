package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.io.InputStream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes hop frames without generated messages around the payload, so that body
 * bytes pass through pooled buffers instead of the heap. The bytes are those of
 * {@code InternalInvokeRequestStream} and {@code InternalInvokeResponseStream} (contract
 * section 2.2).
 *
 * @param <H> the kind of head
 */
public final class FrameMarshaller<H extends MessageLite> implements Marshaller<HopFrame<H>> {

	static final int HEAD_TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	static final int PAYLOAD_TAG = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	static final int DATA_TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

	static final int SEQ_TAG = 2 << 3 | WireFormat.WIRETYPE_VARINT;

	private final Parser<H> heads;

	private final ByteBufAllocator allocator;

	/**
	 * Creates a marshaller.
	 * @param heads reads the head
	 * @param allocator makes the buffers for payloads read
	 */
	public FrameMarshaller(Parser<H> heads, ByteBufAllocator allocator) {
		this.heads = heads;
		this.allocator = allocator;
	}

	@Override
	public InputStream stream(HopFrame<H> frame) {
		return new EncodedFrame(frame);
	}

	/**
	 * Reads a frame; whoever gets it owns its data. What is no frame gives a garbled one.
	 */
	@Override
	public HopFrame<H> parse(InputStream stream) {
		ByteBuf bytes = null;
		Reading reading = new Reading();
		try {
			bytes = MessageBytes.copy(stream, this.allocator);
			reading.bytes = bytes;
			return reading.frame();
		}
		catch (IOException | RuntimeException ex) {
			reading.dropData();
			return HopFrame.unreadable();
		}
		finally {
			if (bytes != null) {
				bytes.release();
			}
		}
	}

	private final class Reading {

		private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

		private @Nullable H head;

		private @Nullable ByteBuf data;

		private long seq;

		private HopFrame<H> frame() throws IOException {
			CodedInputStream in = CodedInputStream.newInstance(this.bytes.nioBuffer());
			for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
				if (tag == HEAD_TAG) {
					int limit = in.pushLimit(in.readRawVarint32());
					this.head = FrameMarshaller.this.heads.parsePartialFrom(in);
					in.checkLastTagWas(0);
					in.popLimit(limit);
				}
				else if (tag == PAYLOAD_TAG) {
					int limit = in.pushLimit(in.readRawVarint32());
					readPayload(in);
					in.popLimit(limit);
				}
				else {
					skip(in, tag);
				}
			}
			return HopFrame.received(this.head, this.data, this.seq);
		}

		// A payload without data is legal and counts for the sequence (contract 2.4).
		private void readPayload(CodedInputStream in) throws IOException {
			if (this.data == null) {
				this.data = Unpooled.EMPTY_BUFFER;
			}
			for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
				if (tag == DATA_TAG) {
					int length = in.readRawVarint32();
					int start = in.getTotalBytesRead();
					in.skipRawBytes(length);
					dropData();
					this.data = this.bytes.retainedSlice(start, length);
				}
				else if (tag == SEQ_TAG) {
					this.seq = in.readUInt64();
				}
				else {
					skip(in, tag);
				}
			}
		}

		private void skip(CodedInputStream in, int tag) throws IOException {
			if (!in.skipField(tag)) {
				throw new InvalidProtocolBufferException("end of a group that never began");
			}
		}

		private void dropData() {
			if (this.data != null) {
				this.data.release();
				this.data = null;
			}
		}

	}

}
