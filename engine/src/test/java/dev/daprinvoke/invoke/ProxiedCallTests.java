package dev.daprinvoke.invoke;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.transport.app.GrpcApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 3.5, through two sidecars and to oneself.
 */
class ProxiedCallTests extends ProxyHarness {

	private static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

	/** Answers each message by itself, with headers and trailers. */
	private static final ServerCallHandler<byte[], byte[]> ECHO = (call, metadata) -> {
		Metadata headers = new Metadata();
		headers.put(RawGrpcCall.key("x-header"), "h");
		headers.put(BYTES, new byte[] { 0, 1, (byte) 0xff });
		call.sendHeaders(headers);
		call.request(1);
		return new ServerCall.Listener<>() {

			@Override
			public void onMessage(byte[] message) {
				call.sendMessage(message);
				call.request(1);
			}

			@Override
			public void onHalfClose() {
				Metadata trailers = new Metadata();
				trailers.put(RawGrpcCall.key("x-trailer"), "t");
				call.close(Status.OK, trailers);
			}

		};
	};

	private GrpcScript cart(ServerCallHandler<byte[], byte[]> behaviour) {
		GrpcScript cart = new GrpcScript(behaviour);
		later(cart::close);
		callee("cart", app(cart.port()));
		return cart;
	}

	private static ServerCall.Listener<byte[]> nothing() {
		return new ServerCall.Listener<>() {
		};
	}

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

	@Test
	void whenAMessageIsTooLargeThenTheStatusNamesItsSizeTheLimitAndTheFlag() throws Exception {
		GrpcScript cart = cart(ECHO);
		ManagedChannel client = client(null);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Bidi", "dapr-app-id", "cart")
			.send(new byte[(4 << 20) + 1]);
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription())
			.isEqualTo("grpc: received message larger than max (4194305 vs. 4194304); the limit is --max-body-size");
		assertThat(cart.calls()).hasSizeLessThanOrEqualTo(1);
		assertNextWorks(client);
	}

	@Test
	void whenAnAnswerIsTooLargeThenTheStatusSaysSo() throws Exception {
		cart((call, metadata) -> {
			call.sendHeaders(new Metadata());
			call.sendMessage(new byte[5 << 20]);
			call.close(Status.OK, new Metadata());
			return nothing();
		});
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Big", "dapr-app-id", "cart").complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription())
			.startsWith("grpc: received message larger than max (5242880 vs. 4194304)");
	}

	@Test
	void whenADeadlinePassesThenTheAppsWorkIsCancelled() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		GrpcScript cart = cart(untilCancelled(new CountDownLatch(1), cancelled));
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Slow",
				CallOptions.DEFAULT.withDeadlineAfter(400, TimeUnit.MILLISECONDS), 1, "dapr-app-id", "cart");
		assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(cart.calls().get(0).get(RawGrpcCall.key("grpc-timeout"))).isNotNull();
	}

	@Test
	void whenTheClientLeavesThenTheAppsWorkIsCancelled() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		cart(untilCancelled(begun, cancelled));
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Slow", "dapr-app-id", "cart").send("a");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		call.cancel();
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	private static ServerCallHandler<byte[], byte[]> untilCancelled(CountDownLatch begun, CountDownLatch cancelled) {
		return (call, metadata) -> {
			begun.countDown();
			return new ServerCall.Listener<>() {

				@Override
				public void onCancel() {
					cancelled.countDown();
				}

			};
		};
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
	void whenACallNamesNobodyThenTheTextDependsOnTracingAsDaprs() throws Exception {
		String traced = "cannot proxy request: missing dapr-callee-app-id or dapr-app-id metadata";
		String untraced = "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found";
		Status with = RawGrpcCall.begin(client(Tracing.of("1", false)), "fix.Echo/Unary").status();
		assertThat(with.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(with.getDescription()).isEqualTo(traced);
		Status without = RawGrpcCall.begin(client(null), "fix.Echo/Unary").status();
		assertThat(without.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(without.getDescription()).isEqualTo(untraced);
	}

	@Test
	void whenTheTargetIsNoneThenTheTextIsPlain() throws Exception {
		ManagedChannel client = client(null);
		assertUnknown(client, "a.b.c", "invalid app id a.b.c");
		assertUnknown(client, "http://127.0.0.1:1", "invalid app id http://127.0.0.1:1");
		assertUnknown(client, "ghost", "couldn't find service: ghost");
	}

	private static void assertUnknown(ManagedChannel client, String target, String text) throws Exception {
		Status status = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", target).send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(status.getDescription()).isEqualTo(text);
	}

	@Test
	void whenASidecarCannotBeReachedThenTheNextInstanceIsTriedAndElseTheTextNamesIt() throws Exception {
		int dead = Ports.free();
		ManagedChannel client = client(null);
		this.resolver.know("cart", new Endpoint("127.0.0.1", dead));
		Status status = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription())
			.isEqualTo("connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:" + dead
					+ ": connect: connection refused\"");
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		int port = callee("cart", app(cart.port()));
		this.resolver.know("cart", new Endpoint("127.0.0.1", dead), new Endpoint("127.0.0.1", port));
		for (int i = 0; i < 4; i++) {
			assertNextWorks(client);
		}
	}

	@Test
	void whenThereIsNoAppThenTheTextIsThatOfRealDapr() throws Exception {
		callee("cart", GrpcApp.none());
		Status status = RawGrpcCall.begin(client(null), "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).isEqualTo(
				"connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:0: connect: connection refused\"");
	}

	@Test
	void whenTheAppEndsItsConnectionsDuringACallThenTheStatusIsUnavailableAndTheNextWorks() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		GrpcScript first = new GrpcScript(untilCancelled(begun, new CountDownLatch(1)));
		int port = first.port();
		callee("cart", app(port));
		ManagedChannel client = client(null);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Slow", "dapr-app-id", "cart").send("a");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		first.close();
		assertThat(call.status().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
		GrpcScript second = new GrpcScript(ECHO);
		later(second::close);
		callee("cart", app(second.port()));
		assertNextWorks(client);
	}

	// Whose address was taken over by another app's sidecar is not looked for there again
	// and again.
	@Test
	void whenAnAddressIsStaleThenTheCallEndsThere() throws Exception {
		GrpcScript other = new GrpcScript(ECHO);
		later(other::close);
		int port = callee("other", app(other.port()));
		this.resolver.know("cart", new Endpoint("127.0.0.1", port));
		Status status = RawGrpcCall.begin(client(null), "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription())
			.isEqualTo("app id cart is not here: this is the sidecar of other, the address is stale");
	}

	@Test
	void whenMoreCallsAreOpenThanOneConnectionTakesThenAllOfThemRun() throws Exception {
		cart(ECHO);
		ManagedChannel[] clients = { client(null), null };
		clients[1] = clients[0];
		int count = 2_000;
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

	@Test
	void whenBaggageIsMalformedThenTheCallIsRefused() throws Exception {
		Status status = RawGrpcCall
			.begin(client(Tracing.of("1", false)), "fix.Echo/Unary", "dapr-app-id", "cart", "baggage", "=")
			.status();
		assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
		assertThat(status.getDescription()).startsWith("invalid baggage header: ");
	}

	// An app's server may allow fewer bytes of headers than a client sent; HTTP/2 then
	// begins no stream, and a reset of it would end the connection with all its calls.
	@Test
	void whenTheMetadataIsMoreThanTheAppTakesThenTheCallFailsAndTheConnectionStays() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		cart((call, metadata) -> call.getMethodDescriptor().getFullMethodName().endsWith("Slow")
				? untilCancelled(begun, new CountDownLatch(1)).startCall(call, metadata)
				: ECHO.startCall(call, metadata));
		ManagedChannel client = client(null);
		RawGrpcCall slow = RawGrpcCall.begin(client, "fix.Echo/Slow", "dapr-app-id", "cart").send("a");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		RawGrpcCall call = RawGrpcCall
			.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart", "x-large", "x".repeat(9_000))
			.send("a")
			.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription()).startsWith("header list size to send violates");
		assertNextWorks(client);
		assertThat(slow.isOver()).isFalse();
		slow.cancel();
	}

	// Who answers without reading leaves bytes that never get credit.
	@Test
	void whenTheAppAnswersEarlyThenTheRestOfTheRequestIsGivenUpAndTheAppsStreamEnds() throws Exception {
		AtomicInteger open = new AtomicInteger();
		cart((call, metadata) -> {
			open.incrementAndGet();
			call.close(Status.PERMISSION_DENIED.withDescription("no"), new Metadata());
			return new ServerCall.Listener<>() {

				@Override
				public void onCancel() {
					open.decrementAndGet();
				}

				@Override
				public void onComplete() {
					open.decrementAndGet();
				}

			};
		});
		ManagedChannel client = client(null);
		for (int i = 0; i < 20; i++) {
			RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Upload", "dapr-app-id", "cart")
				.send(new byte[1_100_000])
				.complete();
			assertThat(call.status().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
		}
		Await.until("no stream is left", () -> open.get() == 0);
	}

	// What waits for a name or a place is bounded by the stream's window, however small
	// its
	// pieces are.
	@Test
	void whenACallWaitsForItsAppThenWhatTheClientSendsWaitsInItsWindowAndIsNotLost() throws Exception {
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		int port = callee("cart", app(cart.port()));
		Sinks.One<List<Endpoint>> found = Sinks.one();
		this.resolver.answer("cart", found.asMono());
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Bidi", "dapr-app-id", "cart");
		for (int i = 0; i < 5_000; i++) {
			call.send("message " + i);
		}
		call.complete();
		assertThat(call.isOver()).isFalse();
		found.tryEmitValue(List.of(new Endpoint("127.0.0.1", port)));
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.texts()).hasSize(5_000).startsWith("message 0").endsWith("message 4999");
	}

	@Test
	void whenAClientLeavesWhileItsAppIsLookedForThenNothingIsCalled() throws Exception {
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		int port = callee("cart", app(cart.port()));
		Sinks.One<List<Endpoint>> found = Sinks.one();
		this.resolver.answer("cart", found.asMono());
		ManagedChannel client = client(null);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Bidi", "dapr-app-id", "cart").send("a");
		Await.until("it is looked for", () -> !this.resolver.asked().isEmpty());
		call.cancel();
		Await.until("nobody waits any more", () -> found.currentSubscriberCount() == 0);
		this.resolver.know("cart", new Endpoint("127.0.0.1", port));
		assertNextWorks(client);
		assertThat(cart.calls()).hasSize(1);
	}

	// Contract section 3.3: a stalled handshake is dialled anew, by the next call.
	@Test
	void whenTheAppTakesAConnectionAndSaysNothingThenTheCallFailsInTime() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			callee("cart", app(silent.getLocalPort()));
			Status status = RawGrpcCall.begin(client(null), "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
			assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
			assertThat(status.getDescription())
				.isEqualTo("connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:"
						+ silent.getLocalPort() + ": i/o timeout\"");
		}
	}

	private static void assertNextWorks(ManagedChannel client) throws Exception {
		RawGrpcCall next = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart").send("x").complete();
		assertThat(next.status().getCode()).as(String.valueOf(next.status().getDescription()))
			.isEqualTo(Status.Code.OK);
		assertThat(new String(next.messages().get(0), StandardCharsets.UTF_8)).isEqualTo("x");
	}

}
