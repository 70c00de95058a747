package dev.daprinvoke.transport.frame;

import java.io.IOException;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.netty.buffer.ByteBuf;

/**
 * Steps through the fields of a message in a buffer, wherever its memory is, without a
 * copy of it. As strict as protobuf's own reader, which copies what is not on the heap.
 */
final class FieldCursor {

	private static final int DEEPEST = 100;

	private final ByteBuf bytes;

	private int end;

	/**
	 * Begins to read.
	 * @param bytes all bytes of a message; stays the caller's
	 */
	FieldCursor(ByteBuf bytes) {
		this.bytes = bytes;
		this.end = bytes.writerIndex();
	}

	/**
	 * Goes on to the next field.
	 * @return its tag, 0 at the end of the present message
	 */
	int next() throws IOException {
		if (this.bytes.readerIndex() == this.end) {
			return 0;
		}
		int tag = (int) varint();
		if (WireFormat.getTagFieldNumber(tag) == 0) {
			throw new InvalidProtocolBufferException("a field has the number 0");
		}
		return tag;
	}

	/**
	 * Reads the length of what follows.
	 * @return bytes that are there
	 */
	int length() throws IOException {
		int length = (int) varint();
		if (length < 0 || length > left()) {
			throw new InvalidProtocolBufferException("a field has " + length + " bytes, and " + left() + " are left");
		}
		return length;
	}

	/**
	 * Enters a message within the present one; to be left when it has no more fields.
	 * @return what {@link #leave} needs
	 */
	int enter() throws IOException {
		int length = length();
		int outer = this.end;
		this.end = this.bytes.readerIndex() + length;
		return outer;
	}

	void leave(int outer) {
		this.end = outer;
	}

	long varint() throws IOException {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			need(1);
			byte next = this.bytes.readByte();
			value |= (next & 0x7fL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new InvalidProtocolBufferException("a number has more than ten bytes");
	}

	void skip(int tag) throws IOException {
		skip(tag, 0);
	}

	private void skip(int tag, int depth) throws IOException {
		switch (WireFormat.getTagWireType(tag)) {
			case WireFormat.WIRETYPE_VARINT -> varint();
			case WireFormat.WIRETYPE_FIXED64 -> skipBytes(Long.BYTES);
			case WireFormat.WIRETYPE_LENGTH_DELIMITED -> skipBytes(length());
			case WireFormat.WIRETYPE_START_GROUP -> skipGroup(WireFormat.getTagFieldNumber(tag), depth + 1);
			case WireFormat.WIRETYPE_FIXED32 -> skipBytes(Integer.BYTES);
			default -> throw new InvalidProtocolBufferException("a field is tagged " + tag);
		}
	}

	private void skipGroup(int field, int depth) throws IOException {
		if (depth > DEEPEST) {
			throw new InvalidProtocolBufferException("groups are nested more than " + DEEPEST + " deep");
		}
		int last = field << 3 | WireFormat.WIRETYPE_END_GROUP;
		for (int tag = next(); tag != last; tag = next()) {
			if (tag == 0) {
				throw new InvalidProtocolBufferException("a group has no end");
			}
			skip(tag, depth);
		}
	}

	private void skipBytes(int count) throws IOException {
		need(count);
		this.bytes.skipBytes(count);
	}

	private void need(int count) throws IOException {
		if (count > left()) {
			throw new InvalidProtocolBufferException("a message ends within a field");
		}
	}

	private int left() {
		return this.end - this.bytes.readerIndex();
	}

}
