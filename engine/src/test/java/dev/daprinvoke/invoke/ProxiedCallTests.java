package dev.daprinvoke.invoke;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawGrpcCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 3.5, through two sidecars and to oneself: what passes on.
 */
class ProxiedCallTests extends ProxyHarness {

	@ParameterizedTest
	@ValueSource(strings = { "dapr-app-id", "dapr-callee-app-id" })
	void whenACallNamesAnAppThenItPassesWithItsMetadataMessagesAndTrailers(String name) throws Exception {
		GrpcScript cart = cart(ECHO);
		RawGrpcCall call = RawGrpcCall
			.begin(client(null), "fix.Echo/Bidi", name, "cart", "x-custom", "one", "x-custom", "two", "x-data-bin",
					"\u0000\u00ff", "dapr-caller-app-id", "forged", "dapr-caller-namespace", "forged")
			.send("a")
			.send("")
			.send("b")
			.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.texts()).containsExactly("a", "", "b");
		assertThat(call.headers().get(RawGrpcCall.key("x-header"))).isEqualTo("h");
		assertThat(call.headers().get(BYTES)).containsExactly(0, 1, 0xff);
		assertThat(call.trailers().get(RawGrpcCall.key("x-trailer"))).isEqualTo("t");
		assertThat(cart.methods()).containsExactly("fix.Echo/Bidi");
		Metadata received = cart.calls().get(0);
		assertThat(received.getAll(RawGrpcCall.key("x-custom"))).containsExactly("one", "two");
		assertThat(received.get(Metadata.Key.of("x-data-bin", Metadata.BINARY_BYTE_MARSHALLER))).containsExactly(0,
				0xff);
		assertThat(received.getAll(RawGrpcCall.key("dapr-caller-app-id"))).containsExactly("shop");
		assertThat(received.getAll(RawGrpcCall.key("dapr-callee-app-id"))).containsExactly("cart");
		assertThat(received.containsKey(RawGrpcCall.key("dapr-app-id"))).isFalse();
		assertThat(received.containsKey(RawGrpcCall.key("dapr-caller-namespace"))).isFalse();
	}

	@Test
	void whenACallIsForOneselfThenItGoesToTheOwnAppWithoutHeadersOfTheHop() throws Exception {
		GrpcScript own = new GrpcScript(ECHO);
		later(own::close);
		this.resolver.know("shop", new Endpoint("127.0.0.1", 1));
		ManagedChannel client = client(app(own.port()), null);
		RawGrpcCall call = RawGrpcCall
			.begin(client, "fix.Echo/Unary", "dapr-app-id", "shop", "x-custom", "one", "dapr-caller-app-id", "forged")
			.send("a")
			.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.texts()).containsExactly("a");
		Metadata received = own.calls().get(0);
		assertThat(received.keys()).contains("x-custom")
			.doesNotContain("dapr-app-id", "dapr-callee-app-id", "dapr-caller-app-id");
	}

	// Settled, contract section 8, item 8: real Dapr passes over the namespace.
	@Test
	void whenTheOwnIdIsNamedInAnotherNamespaceThenTheCallGoesThere() throws Exception {
		GrpcScript own = new GrpcScript(ECHO);
		later(own::close);
		GrpcScript namesake = new GrpcScript(ECHO);
		later(namesake::close);
		callee("shop", app(namesake.port()));
		RawGrpcCall call = RawGrpcCall
			.begin(client(app(own.port()), null), "fix.Echo/Unary", "dapr-app-id", "shop.elsewhere")
			.send("a")
			.complete();
		assertThat(call.status()).isEqualTo(Status.OK);
		assertThat(call.texts()).containsExactly("a");
		assertThat(namesake.calls()).hasSize(1);
		assertThat(own.calls()).isEmpty();
	}

	// Settled: nobody has to say that a call has many messages, and may say so.
	@ParameterizedTest
	@ValueSource(strings = { "true", "1", "yes", "false", "", "nonsense" })
	void whenACallSaysWhetherItStreamsThenItPassesAsAnyOther(String value) throws Exception {
		GrpcScript cart = cart(ECHO);
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Bidi", "dapr-app-id", "cart", "dapr-stream", value)
			.send("a")
			.send("b")
			.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.texts()).containsExactly("a", "b");
		assertThat(cart.calls().get(0).get(RawGrpcCall.key("dapr-stream"))).isEqualTo(value);
	}

	// Settled: what real Dapr loses here.
	@Test
	void whenAnAppFailsBeforeItsFirstMessageThenStatusDetailsHeadersAndTrailersArrive() throws Exception {
		Metadata.Key<byte[]> details = Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
		cart((call, metadata) -> {
			Metadata headers = new Metadata();
			headers.put(RawGrpcCall.key("x-header"), "h");
			call.sendHeaders(headers);
			Metadata trailers = new Metadata();
			trailers.put(RawGrpcCall.key("x-trailer"), "t");
			trailers.put(details, new byte[] { 8, 5 });
			call.close(Status.NOT_FOUND.withDescription("gone: 100 % ü"), trailers);
			return nothing();
		});
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Fail", "dapr-app-id", "cart").send("a");
		assertThat(call.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
		assertThat(call.status().getDescription()).isEqualTo("gone: 100 % ü");
		assertThat(call.headers().get(RawGrpcCall.key("x-header"))).isEqualTo("h");
		assertThat(call.trailers().get(RawGrpcCall.key("x-trailer"))).isEqualTo("t");
		assertThat(call.trailers().get(details)).containsExactly(8, 5);
	}

	@Test
	void whenManySmallMessagesPassBothWaysThenEachArrivesInOrder() throws Exception {
		cart(ECHO);
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Bidi", "dapr-app-id", "cart");
		int count = 20_000;
		for (int i = 0; i < count; i++) {
			call.send(Integer.toString(i));
		}
		call.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.texts()).isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
	}

	@Test
	void whenMessagesAreOfAnySizeUpToTheLimitThenTheyPassUnchanged() throws Exception {
		cart(ECHO);
		ManagedChannel client = client(null);
		for (int size : List.of(0, 1, 2047, 2048, 2049, 16_379, 16_384, 65_535, 1 << 20, 4 << 20)) {
			byte[] message = new byte[size];
			Arrays.fill(message, (byte) size);
			RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Bidi", "dapr-app-id", "cart")
				.send(message)
				.send("end")
				.complete();
			assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
			assertThat(call.messages().get(0)).isEqualTo(message);
			assertThat(call.texts().get(1)).isEqualTo("end");
		}
	}

	// A gRPC app that reads nothing gets no more than the windows hold; nothing is lost.
	@Test
	void whenTheAppDoesNotReadThenTheClientIsAskedToWaitAndNothingIsLost() throws Exception {
		AtomicReference<ServerCall<byte[], byte[]>> reading = new AtomicReference<>();
		AtomicInteger received = new AtomicInteger();
		cart((call, metadata) -> {
			reading.set(call);
			return new ServerCall.Listener<>() {

				@Override
				public void onMessage(byte[] message) {
					received.incrementAndGet();
				}

				@Override
				public void onHalfClose() {
					call.sendHeaders(new Metadata());
					call.close(Status.OK, new Metadata());
				}

			};
		});
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Upload", "dapr-app-id", "cart");
		int count = 200;
		for (int i = 0; i < count; i++) {
			call.send(new byte[100_000]);
		}
		call.complete();
		Await.until("the app is called", () -> reading.get() != null);
		assertThat(received).hasValue(0);
		assertThat(call.isReady()).isFalse();
		reading.get().request(count);
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(received).hasValue(count);
	}

	@Test
	void whenTheClientDoesNotReadThenTheAppIsAskedToWaitAndNothingIsLost() throws Exception {
		int count = 200;
		CompletableFuture<ServerCall<byte[], byte[]>> writing = new CompletableFuture<>();
		cart((call, metadata) -> {
			call.sendHeaders(new Metadata());
			for (int i = 0; i < count; i++) {
				call.sendMessage(new byte[100_000]);
			}
			writing.complete(call);
			call.close(Status.OK, new Metadata());
			return nothing();
		});
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Download", CallOptions.DEFAULT, 1, "dapr-app-id",
				"cart");
		Await.until("the first message is there", () -> call.messages().size() == 1);
		assertThat(writing.get(10, TimeUnit.SECONDS).isReady()).isFalse();
		call.request(count);
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.messages()).hasSize(count);
	}

	@Test
	void whenMoreCallsAreOpenThanOneConnectionTakesThenAllOfThemRun() throws Exception {
		Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
		GrpcScript cart = cart((call, metadata) -> {
			connections.add(Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
			return ECHO.startCall(call, metadata);
		});
		ManagedChannel[] clients = { client(null), client(null) };
		int count = 2_200;
		RawGrpcCall[] calls = new RawGrpcCall[count];
		for (int i = 0; i < count; i++) {
			calls[i] = RawGrpcCall.begin(clients[i % 2], "fix.Echo/Bidi", "dapr-app-id", "cart").send("a");
		}
		for (RawGrpcCall call : calls) {
			Await.until("each has its answer", () -> call.messages().size() == 1);
		}
		for (RawGrpcCall call : calls) {
			call.complete();
		}
		for (RawGrpcCall call : calls) {
			assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		}
		assertThat(cart.calls()).hasSize(count);
		assertThat(connections).as("to the app, which takes 2,048 calls on each").hasSize(2);
	}

	// Contract section 3.3: further calls wait on the connection, as long as they are
	// fewer
	// than 2,048.
	@Test
	void whenMoreCallsComeThanTheAppTakesAtATimeThenTheyWaitAndNoneIsLost() throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Queue<ServerCall<byte[], byte[]>> open = new ConcurrentLinkedQueue<>();
		GrpcScript cart = new GrpcScript((call, metadata) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			open.add(call);
			return nothing();
		}, null, 100);
		later(cart::close);
		callee("cart", app(cart.port()));
		ManagedChannel client = client(null);
		List<RawGrpcCall> calls = new ArrayList<>();
		for (int i = 0; i < 149; i++) {
			calls.add(RawGrpcCall.begin(client, "fix.Echo/Slow", "dapr-app-id", "cart").complete());
		}
		Await.until("a hundred run", () -> open.size() == 100);
		RawGrpcCall late = RawGrpcCall.begin(client, "fix.Echo/Slow",
				CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS), 1, "dapr-app-id", "cart");
		assertThat(late.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
		for (int i = 0; i < 149; i++) {
			Await.until("the next runs", () -> !open.isEmpty());
			ServerCall<byte[], byte[]> next = open.remove();
			running.decrementAndGet();
			next.sendHeaders(new Metadata());
			next.close(Status.OK, new Metadata());
		}
		for (RawGrpcCall call : calls) {
			assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		}
		assertThat(most).hasValueLessThanOrEqualTo(100);
		assertThat(cart.calls()).hasSizeBetween(149, 150);
	}

	@Test
	void whenTracingIsOnThenEachPieceOfContextArrivesOnceAndBaggageComesBack() throws Exception {
		GrpcScript cart = cart(ECHO);
		String trace = "0af7651916cd43dd8448eb211c80319c";
		RawGrpcCall call = RawGrpcCall
			.begin(client(Tracing.of("1", false)), "fix.Echo/Unary", "dapr-app-id", "cart", "traceparent",
					"00-" + trace + "-b7ad6b7169203331-01", "tracestate", "a=1", "baggage", "k=v")
			.send("a")
			.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.headers().getAll(RawGrpcCall.key("baggage"))).containsExactly("k=v");
		Metadata received = cart.calls().get(0);
		assertThat(received.getAll(RawGrpcCall.key("traceparent"))).hasSize(1)
			.allSatisfy((value) -> assertThat(value).startsWith("00-" + trace).doesNotContain("b7ad6b7169203331"));
		assertThat(received.getAll(RawGrpcCall.key("tracestate"))).containsExactly("a=1");
		assertThat(received.getAll(RawGrpcCall.key("baggage"))).containsExactly("k=v");
		assertThat(received.get(Metadata.Key.of("grpc-trace-bin", Metadata.BINARY_BYTE_MARSHALLER))).hasSize(29);
	}

}
