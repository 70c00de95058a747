package dev.daprinvoke.transport.frame;

import java.io.IOException;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/**
 * Reads and writes heads as generated messages, to compare with.
 *
 * @param <H> the kind of message
 * @param parser reads it
 */
record GeneratedHeads<H extends MessageLite>(Parser<H> parser) implements HeadCodec<H> {

	@Override
	public H read(byte[] bytes) throws IOException {
		return this.parser.parseFrom(bytes);
	}

	@Override
	public void write(H head, BackwardWriter out) {
		out.bytes(head.toByteArray());
	}

}
