package dev.daprinvoke.transport.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.google.protobuf.WireFormat;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Writes protobuf fields from the last to the first: the length of a message is known
 * when it is to be written, and nothing is measured in advance. Not thread-safe; each
 * thread has its own.
 */
final class BackwardWriter {

	/** What a thread keeps for its next message, at most. */
	private static final int MOST_KEPT = 16 * 1024;

	private static final FastThreadLocal<BackwardWriter> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected BackwardWriter initialValue() {
			return new BackwardWriter();
		}

	};

	private byte[] bytes = new byte[1024];

	private int start = this.bytes.length;

	private BackwardWriter() {
	}

	/**
	 * Gives the present thread's writer.
	 * @return the writer, empty
	 */
	static BackwardWriter ofThread() {
		BackwardWriter writer = OF_THREAD.get();
		writer.start = writer.bytes.length;
		return writer;
	}

	/** The number of bytes written so far. */
	int size() {
		return this.bytes.length - this.start;
	}

	/**
	 * Gives everything that has been written, and forgets it.
	 * @return the bytes, from the first to the last
	 */
	byte[] take() {
		byte[] all = Arrays.copyOfRange(this.bytes, this.start, this.bytes.length);
		if (this.bytes.length > MOST_KEPT) {
			this.bytes = new byte[1024];
		}
		this.start = this.bytes.length;
		return all;
	}

	/**
	 * Writes the tag and the length of a message that ends where something else begins.
	 * @param field its number
	 * @param length its bytes
	 */
	void message(int field, int length) {
		varint(length);
		varint(field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
	}

	/**
	 * Writes bytes as they are.
	 * @param part the bytes
	 */
	void bytes(byte[] part) {
		reserve(part.length);
		this.start -= part.length;
		System.arraycopy(part, 0, this.bytes, this.start, part.length);
	}

	/**
	 * Writes a text, also an empty one.
	 * @param field its number
	 * @param text the text, without lone surrogates
	 */
	void text(int field, String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		bytes(utf8);
		message(field, utf8.length);
	}

	/**
	 * Writes a text unless it is empty, which protobuf leaves out.
	 * @param field its number
	 * @param text the text, without lone surrogates
	 */
	void textIfAny(int field, String text) {
		if (!text.isEmpty()) {
			text(field, text);
		}
	}

	/**
	 * Writes a number unless it is 0, which protobuf leaves out.
	 * @param field its number
	 * @param value the value; an {@code int32} is to be extended by its sign
	 */
	void numberIfAny(int field, long value) {
		if (value != 0) {
			varint(value);
			varint(field << 3 | WireFormat.WIRETYPE_VARINT);
		}
	}

	private void varint(long value) {
		int length = 1;
		for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
			length++;
		}
		reserve(length);
		this.start -= length;
		int at = this.start;
		long rest = value;
		for (; length > 1; length--) {
			this.bytes[at++] = (byte) (rest & 0x7f | 0x80);
			rest >>>= 7;
		}
		this.bytes[at] = (byte) rest;
	}

	private void reserve(int count) {
		if (count > this.start) {
			int size = size();
			byte[] larger = new byte[Math.max(2 * this.bytes.length, size + count)];
			System.arraycopy(this.bytes, this.start, larger, larger.length - size, size);
			this.start = larger.length - size;
			this.bytes = larger;
		}
	}

}
