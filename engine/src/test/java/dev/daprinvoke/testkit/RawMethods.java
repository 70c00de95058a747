package dev.daprinvoke.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;

/**
 * Methods of gRPC with messages that are any bytes, among them the two of the hop.
 */
public final class RawMethods {

	public static final String SERVICE = "dapr.proto.internals.v1.ServiceInvocation";

	public static final MethodDescriptor<byte[], byte[]> STREAM = method(SERVICE + "/CallLocalStream",
			MethodType.BIDI_STREAMING);

	public static final MethodDescriptor<byte[], byte[]> UNARY = method(SERVICE + "/CallLocal", MethodType.UNARY);

	private RawMethods() {
	}

	/**
	 * Describes a method.
	 * @param name the service and the method, with a slash between
	 * @param type how many messages go each way
	 * @return the method
	 */
	public static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
		return MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(type)
			.setFullMethodName(name)
			.setRequestMarshaller(new Bytes())
			.setResponseMarshaller(new Bytes())
			.build();
	}

	private static final class Bytes implements Marshaller<byte[]> {

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
