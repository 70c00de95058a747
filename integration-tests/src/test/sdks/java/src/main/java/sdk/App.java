package sdk;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dapr.v1.AppCallbackGrpc;
import io.dapr.v1.CommonProtos;
import io.dapr.v1.DaprAppCallbackProtos;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

/**
 * Serves invocation with what the SDK has for it: its callback service in a gRPC server;
 * over HTTP any server will do. Usage: {@code App http|grpc PORT}
 */
public final class App {

	private App() {
	}

	public static void main(String[] args) throws Exception {
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1]));
		if (args[0].equals("http")) {
			HttpServer server = HttpServer.create(address, 0);
			server.createContext("/hello", App::hello);
			server.start();
		}
		else {
			NettyServerBuilder.forAddress(address).addService(new Callback()).build().start().awaitTermination();
		}
	}

	private static void hello(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		byte[] answer = answer("java-http", body).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("content-type", "application/json");
		exchange.sendResponseHeaders(200, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	private static String answer(String app, String body) {
		return "{\"app\":\"" + app + "\",\"got\":" + body + "}";
	}

	private static final class Callback extends AppCallbackGrpc.AppCallbackImplBase {

		@Override
		public void onInvoke(CommonProtos.InvokeRequest request,
				StreamObserver<CommonProtos.InvokeResponse> observer) {
			String body = request.getData().getValue().toStringUtf8();
			observer.onNext(CommonProtos.InvokeResponse.newBuilder()
				.setContentType("application/json")
				.setData(Any.newBuilder()
					.setValue(ByteString.copyFromUtf8(answer("java-grpc", body))))
				.build());
			observer.onCompleted();
		}

		@Override
		public void listTopicSubscriptions(Empty request,
				StreamObserver<DaprAppCallbackProtos.ListTopicSubscriptionsResponse> observer) {
			observer.onNext(DaprAppCallbackProtos.ListTopicSubscriptionsResponse.getDefaultInstance());
			observer.onCompleted();
		}

	}

}
