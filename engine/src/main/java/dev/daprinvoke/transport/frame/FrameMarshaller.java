package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.io.InputStream;

import io.grpc.MethodDescriptor.Marshaller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes hop frames without generated messages, so that body bytes pass through
 * pooled buffers instead of the heap. The bytes are those of
 * {@code InternalInvokeRequestStream} and {@code InternalInvokeResponseStream} (contract
 * section 2.2).
 *
 * @param <H> the kind of head
 */
public final class FrameMarshaller<H> implements Marshaller<HopFrame<H>> {

	static final int HEAD = 1;

	static final int PAYLOAD = 2;

	// In the payload.

	static final int DATA = 1;

	static final int SEQ = 2;

	private final HeadCodec<H> heads;

	private final ByteBufAllocator allocator;

	/**
	 * Creates a marshaller.
	 * @param heads reads and writes the head
	 * @param allocator makes the buffers for payloads read
	 */
	FrameMarshaller(HeadCodec<H> heads, ByteBufAllocator allocator) {
		this.heads = heads;
		this.allocator = allocator;
	}

	@Override
	public InputStream stream(HopFrame<H> frame) {
		return EncodedFrame.of(frame, this.heads);
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
			FieldCursor in = new FieldCursor(this.bytes);
			for (int tag = in.next(); tag != 0; tag = in.next()) {
				if (tag == HeadReader.lengthDelimited(HEAD)) {
					byte[] part = new byte[in.length()];
					this.bytes.readBytes(part);
					this.head = FrameMarshaller.this.heads.read(part);
				}
				else if (tag == HeadReader.lengthDelimited(PAYLOAD)) {
					int outer = in.enter();
					readPayload(in);
					in.leave(outer);
				}
				else {
					in.skip(tag);
				}
			}
			return HopFrame.received(this.head, this.data, this.seq);
		}

		// A payload without data is legal and counts for the sequence (contract 2.4).
		private void readPayload(FieldCursor in) throws IOException {
			if (this.data == null) {
				this.data = Unpooled.EMPTY_BUFFER;
			}
			for (int tag = in.next(); tag != 0; tag = in.next()) {
				if (tag == HeadReader.lengthDelimited(DATA)) {
					int length = in.length();
					dropData();
					this.data = this.bytes.readRetainedSlice(length);
				}
				else if (tag == HeadReader.varint(SEQ)) {
					this.seq = in.varint();
				}
				else {
					in.skip(tag);
				}
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
