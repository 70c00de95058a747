package dev.daprinvoke.spring.client.grpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;

import dev.daprinvoke.testkit.RawMethods;

/**
 * What a generated stub would do.
 */
final class Stubs {

	private Stubs() {
	}

	static String unary(Channel channel, String message) {
		return text(ClientCalls.blockingUnaryCall(channel, RawMethods.method("shop.Cart/Get", MethodType.UNARY),
				options(), message.getBytes(StandardCharsets.UTF_8)));
	}

	static List<String> serverStreaming(Channel channel, String message) {
		Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(channel,
				RawMethods.method("shop.Cart/Watch", MethodType.SERVER_STREAMING), options(),
				message.getBytes(StandardCharsets.UTF_8));
		List<String> texts = new ArrayList<>();
		answers.forEachRemaining((answer) -> texts.add(text(answer)));
		return texts;
	}

	static CallOptions options() {
		return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
