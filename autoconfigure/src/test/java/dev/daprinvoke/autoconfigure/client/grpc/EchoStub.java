package dev.daprinvoke.autoconfigure.client.grpc;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.ClientCalls;

import dev.daprinvoke.testkit.RawMethods;

/**
 * What the protobuf compiler makes of a service with one method, messages apart.
 */
public final class EchoStub {

	private static final MethodDescriptor<byte[], byte[]> ECHO = RawMethods.method("shop.Echo/Echo", MethodType.UNARY);

	private EchoStub() {
	}

	public static EchoBlockingStub newBlockingStub(Channel channel) {
		return new EchoBlockingStub(channel, CallOptions.DEFAULT);
	}

	/**
	 * The blocking stub.
	 */
	public static final class EchoBlockingStub extends AbstractBlockingStub<EchoBlockingStub> {

		private EchoBlockingStub(Channel channel, CallOptions options) {
			super(channel, options);
		}

		@Override
		protected EchoBlockingStub build(Channel channel, CallOptions options) {
			return new EchoBlockingStub(channel, options);
		}

		public String echo(String message) {
			byte[] answer = ClientCalls.blockingUnaryCall(getChannel(), ECHO,
					getCallOptions().withDeadlineAfter(20, TimeUnit.SECONDS), message.getBytes(StandardCharsets.UTF_8));
			return new String(answer, StandardCharsets.UTF_8);
		}

	}

}
