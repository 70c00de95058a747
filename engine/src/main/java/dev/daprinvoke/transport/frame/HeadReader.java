package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;

/**
 * Steps through the fields of a head as generated code would: the last of a repeated
 * field counts, messages are merged, unknown fields are passed over, and what is no
 * message, or no UTF-8, is refused.
 */
final class HeadReader {

	/** Names and values that a head may have: each takes more memory than bytes. */
	static final int MOST_TEXTS = 16_384;

	/** The number of the field in {@code google.protobuf.Any}. */
	static final int TYPE_URL = 1;

	private static final char REPLACEMENT = '\uFFFD';

	private final byte[] bytes;

	private final CodedInputStream in;

	private int texts;

	/**
	 * Begins to read.
	 * @param bytes all bytes of a head; not to be changed
	 */
	HeadReader(byte[] bytes) {
		this.bytes = bytes;
		this.in = CodedInputStream.newInstance(bytes);
	}

	/** A field with a length, as tags name it. */
	static int lengthDelimited(int field) {
		return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
	}

	/** A field with a number, as tags name it. */
	static int varint(int field) {
		return field << 3 | WireFormat.WIRETYPE_VARINT;
	}

	/**
	 * Goes on to the next field.
	 * @return its tag, 0 at the end of the present message
	 */
	int next() throws IOException {
		return this.in.readTag();
	}

	/**
	 * Enters a message within the present one; to be left when it has no more fields.
	 * @return what {@link #leave} needs
	 */
	int enter() throws IOException {
		return this.in.pushLimit(this.in.readRawVarint32());
	}

	void leave(int outer) throws IOException {
		this.in.checkLastTagWas(0);
		this.in.popLimit(outer);
	}

	int number() throws IOException {
		return this.in.readInt32();
	}

	// Java's decoder is the fastest, but does not tell what it has replaced.
	String text() throws IOException {
		if (++this.texts > MOST_TEXTS) {
			throw new InvalidProtocolBufferException("a head has more than " + MOST_TEXTS + " names and values");
		}
		int length = this.in.readRawVarint32();
		int start = this.in.getTotalBytesRead();
		this.in.skipRawBytes(length);
		String text = new String(this.bytes, start, length, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0) {
			checkUtf8(start, length);
		}
		return text;
	}

	private void checkUtf8(int start, int length) throws IOException {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this.bytes, start, length));
		}
		catch (CharacterCodingException ex) {
			throw new InvalidProtocolBufferException("a text is no UTF-8");
		}
	}

	/**
	 * Reads a field that nobody needs, so that it is as well-formed as its message says.
	 */
	void drop(Parser<? extends MessageLite> kind) throws IOException {
		this.in.readMessage(kind, ExtensionRegistryLite.getEmptyRegistry());
	}

	/**
	 * Reads a message within the present one.
	 * @param kind its type
	 * @return the message
	 */
	<M extends MessageLite> M message(Parser<M> kind) throws IOException {
		if (++this.texts > MOST_TEXTS) {
			throw new InvalidProtocolBufferException("a head has more than " + MOST_TEXTS + " names and values");
		}
		return this.in.readMessage(kind, ExtensionRegistryLite.getEmptyRegistry());
	}

	/**
	 * Reads a {@code google.protobuf.Any}, and leaves its value, which has no place in a
	 * head.
	 * @param before what was read of the same field before
	 * @return the URL of its type
	 */
	String typeUrl(String before) throws IOException {
		int outer = enter();
		String typeUrl = before;
		for (int tag = next(); tag != 0; tag = next()) {
			if (tag == lengthDelimited(TYPE_URL)) {
				typeUrl = text();
			}
			else {
				skip(tag);
			}
		}
		leave(outer);
		return typeUrl;
	}

	void skip(int tag) throws IOException {
		if (!this.in.skipField(tag)) {
			throw new InvalidProtocolBufferException("end of a group that never began");
		}
	}

	/**
	 * Reads an entry of {@code map<string, ListStringValue>}.
	 * @param headers takes it
	 */
	void entry(HeaderEntries headers) throws IOException {
		int outer = enter();
		String name = "";
		List<String> values = List.of();
		for (int tag = next(); tag != 0; tag = next()) {
			if (tag == lengthDelimited(1)) {
				name = text();
			}
			else if (tag == lengthDelimited(2)) {
				values = values(values);
			}
			else {
				skip(tag);
			}
		}
		leave(outer);
		headers.put(name, values);
	}

	private List<String> values(List<String> before) throws IOException {
		int outer = enter();
		List<String> values = before;
		for (int tag = next(); tag != 0; tag = next()) {
			if (tag != lengthDelimited(1)) {
				skip(tag);
			}
			else if (values.isEmpty()) {
				values = List.of(text());
			}
			else {
				values = (values.size() == 1) ? new ArrayList<>(values) : values;
				values.add(text());
			}
		}
		leave(outer);
		return values;
	}

}
