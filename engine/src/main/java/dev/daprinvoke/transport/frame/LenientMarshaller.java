package dev.daprinvoke.transport.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import com.google.protobuf.Message;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;

/**
 * Reads and writes messages of unary calls, and gives a stand-in for what is no message,
 * or one that no frame could have brought: gRPC would take an exception for a failure of
 * ours, and log it.
 *
 * @param <M> the kind of message
 */
final class LenientMarshaller<M extends Message> implements Marshaller<M> {

	private final Marshaller<M> strict;

	private final HeadCodec<?> heads;

	private final M garbled;

	/**
	 * Creates a marshaller.
	 * @param defaults a message of the kind
	 * @param heads reads the same as the head of a frame, within its bounds
	 * @param garbled the stand-in, to be compared by identity
	 */
	LenientMarshaller(M defaults, HeadCodec<?> heads, M garbled) {
		this.heads = heads;
		this.strict = ProtoUtils.marshaller(defaults);
		this.garbled = garbled;
	}

	@Override
	public InputStream stream(M message) {
		return this.strict.stream(message);
	}

	@Override
	public M parse(InputStream stream) {
		try {
			byte[] bytes = bytes(stream);
			this.heads.read(bytes);
			return this.strict.parse(new ByteArrayInputStream(bytes));
		}
		catch (IOException | StatusRuntimeException ex) {
			return this.garbled;
		}
	}

	// In one piece where the length is known: a message may have megabytes.
	private static byte[] bytes(InputStream stream) throws IOException {
		if (!(stream instanceof KnownLength)) {
			return stream.readAllBytes();
		}
		byte[] bytes = new byte[stream.available()];
		int read = stream.readNBytes(bytes, 0, bytes.length);
		return (read == bytes.length) ? bytes : Arrays.copyOf(bytes, read);
	}

}
