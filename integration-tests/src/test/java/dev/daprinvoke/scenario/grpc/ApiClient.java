package dev.daprinvoke.scenario.grpc;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;

import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.protocol.common.HTTPExtension;
import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.protocol.common.InvokeResponse;
import dev.daprinvoke.protocol.runtime.InvokeServiceRequest;
import dev.daprinvoke.testkit.RawGrpcCall;

/**
 * A client of a sidecar's gRPC API.
 */
final class ApiClient implements AutoCloseable {

	static final String INVOKE = "dapr.proto.runtime.v1.Dapr/InvokeService";

	private final ManagedChannel channel;

	private ApiClient(int port) {
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
			.usePlaintext()
			.directExecutor()
			.maxInboundMessageSize(64 << 20)
			.build();
	}

	static ApiClient of(Sidecar sidecar) {
		return new ApiClient(sidecar.grpcPort());
	}

	ManagedChannel channel() {
		return this.channel;
	}

	/** Calls a method of an app by {@code InvokeService}, as POST. */
	RawGrpcCall invoke(String app, String method, String body, String... metadata) {
		return invoke(CallOptions.DEFAULT, app, method, body, metadata);
	}

	RawGrpcCall invoke(CallOptions options, String app, String method, String body, String... metadata) {
		return RawGrpcCall.begin(this.channel, INVOKE, options, 2, metadata)
			.send(message(app, method, body))
			.complete();
	}

	/** A message of {@code InvokeService} that calls a method of an app as POST. */
	static byte[] message(String app, String method, String body) {
		InvokeRequest.Builder message = InvokeRequest.newBuilder()
			.setMethod(method)
			.setContentType("text/plain")
			.setHttpExtension(HTTPExtension.newBuilder().setVerb(HTTPExtension.Verb.POST))
			.setData(Any.newBuilder().setValue(ByteString.copyFromUtf8(body)));
		return InvokeServiceRequest.newBuilder().setId(app).setMessage(message).build().toByteArray();
	}

	/** Calls a method of an app's own. */
	RawGrpcCall proxied(String app, String method, String... messages) {
		RawGrpcCall call = RawGrpcCall.begin(this.channel, method, "dapr-app-id", app);
		for (String message : messages) {
			call.send(message);
		}
		return call.complete();
	}

	static String text(RawGrpcCall call) throws Exception {
		if (call.status().getCode() != Status.Code.OK) {
			throw new AssertionError(call.status());
		}
		try {
			return InvokeResponse.parseFrom(call.messages().get(0))
				.getData()
				.getValue()
				.toString(StandardCharsets.UTF_8);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
		try {
			this.channel.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
