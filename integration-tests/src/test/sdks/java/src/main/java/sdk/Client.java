package sdk;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.domain.HttpExtension;
import io.dapr.exceptions.DaprException;
import io.dapr.v1.AppCallbackGrpc;
import io.dapr.v1.CommonProtos;

/**
 * Calls each app with the SDK, prints a line for each answer. Usage: {@code Client APP...}
 * {@code DAPR_HTTP_PORT} and {@code DAPR_GRPC_PORT} tell where the sidecar is, as for every
 * app.
 */
public final class Client {

	private Client() {
	}

	public static void main(String[] apps) throws Exception {
		byte[] tea = "{\"drink\":\"tea\"}".getBytes(StandardCharsets.UTF_8);
		try (DaprClient dapr = new DaprClientBuilder().build()) {
			dapr.waitForSidecar(10_000).block();
			for (String app : apps) {
				byte[] answer = dapr.invokeMethod(app, "hello", tea, HttpExtension.POST, byte[].class).block();
				System.out.println("http " + app + ": " + new String(answer, StandardCharsets.UTF_8));
			}
			try {
				dapr.invokeMethod("nobody", "hello", tea, HttpExtension.POST, byte[].class).block();
			}
			catch (DaprException ex) {
				System.out.println("http nobody: " + ex.getErrorCode() + " " + ex.getHttpStatusCode());
			}
			System.out.println("id: " + dapr.getMetadata().block().getId());
			for (String app : apps) {
				if (app.endsWith("-grpc")) {
					System.out.println("stub " + app + ": " + throughOwnStub(dapr, app));
				}
			}
		}
		// Threads of the SDK's would go on.
		System.exit(0);
	}

	private static String throughOwnStub(DaprClient dapr, String app) {
		CommonProtos.InvokeRequest request = CommonProtos.InvokeRequest.newBuilder()
			.setMethod("hello")
			.setHttpExtension(CommonProtos.HTTPExtension.newBuilder().setVerb(CommonProtos.HTTPExtension.Verb.POST))
			.setContentType("application/json")
			.setData(Any.newBuilder().setValue(ByteString.copyFromUtf8("{\"drink\":\"tea\"}")))
			.build();
		return dapr.newGrpcStub(app, AppCallbackGrpc::newBlockingStub)
			.onInvoke(request)
			.getData()
			.getValue()
			.toStringUtf8();
	}

}
