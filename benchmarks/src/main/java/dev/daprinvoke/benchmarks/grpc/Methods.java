package dev.daprinvoke.benchmarks.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;

/**
 * What the app serves, with bytes for messages.
 */
final class Methods {

	/** Answers a message by the same. */
	static final MethodDescriptor<byte[], byte[]> UNARY = method("bench.Load/Unary", MethodType.UNARY);

	/** Answers each message by the same. */
	static final MethodDescriptor<byte[], byte[]> ECHO = method("bench.Load/Echo", MethodType.BIDI_STREAMING);

	/** Takes messages, and answers by an empty one for each {@link #ACKNOWLEDGED}. */
	static final MethodDescriptor<byte[], byte[]> UP = method("bench.Load/Up", MethodType.BIDI_STREAMING);

	/** Sends the message that it got again and again. */
	static final MethodDescriptor<byte[], byte[]> DOWN = method("bench.Load/Down", MethodType.BIDI_STREAMING);

	/** Dapr's own way to call an app. */
	static final MethodDescriptor<byte[], byte[]> INVOKE_SERVICE = method("dapr.proto.runtime.v1.Dapr/InvokeService",
			MethodType.UNARY);

	/** How a sidecar calls an app then. */
	static final String ON_INVOKE = "dapr.proto.runtime.v1.AppCallback/OnInvoke";

	static final int ACKNOWLEDGED = 1_000;

	private static final int DATA_SIZE = 128;

	private Methods() {
	}

	static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
		return MethodDescriptor.newBuilder(Bytes.INSTANCE, Bytes.INSTANCE)
			.setFullMethodName(name)
			.setType(type)
			.build();
	}

	/** An {@code InvokeServiceRequest} with 128 bytes of data. */
	static byte[] invokeServiceRequest() {
		byte[] data = field(2, new byte[DATA_SIZE]);
		byte[] message = join(field(1, utf8("hello")), field(2, data), field(3, utf8("application/octet-stream")),
				field(4, new byte[] { 1 << 3, 3 }));
		return join(field(1, utf8("callee")), field(3, message));
	}

	/** An {@code InvokeResponse} with as much. */
	static byte[] invokeResponse() {
		return join(field(1, field(2, new byte[DATA_SIZE])), field(2, utf8("application/octet-stream")));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** A field of protobuf with a length, of less than 16,384 bytes. */
	private static byte[] field(int number, byte[] value) {
		byte[] length = (value.length < 128) ? new byte[] { (byte) value.length }
				: new byte[] { (byte) (value.length & 0x7f | 0x80), (byte) (value.length >>> 7) };
		return join(new byte[] { (byte) (number << 3 | 2) }, length, value);
	}

	private static byte[] join(byte[]... parts) {
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		byte[] whole = new byte[length];
		int at = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, whole, at, part.length);
			at += part.length;
		}
		return whole;
	}

	private enum Bytes implements Marshaller<byte[]> {

		INSTANCE;

		@Override
		public InputStream stream(byte[] value) {
			return new ByteArrayInputStream(value);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
