package dev.daprinvoke.transport.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;

import static org.assertj.core.api.Assertions.assertThat;

/** How passing calls end that do not end as their servers should. */
class ProxiedCallEndTests extends DoorHarness {

	/** With content-type application/grpc. */
	private static final byte[] GRPC_HEADERS = "\u0088\u000f\u0010\u0010application/grpc"
		.getBytes(StandardCharsets.ISO_8859_1);

	private static final String NO_TRAILERS = "server closed the stream without sending trailers";

	@Test
	void whenAServerEndsItsStreamWithInterimHeadersThenTheCallEnds() throws Exception {
		// :status: 103
		assertThat(answered(new byte[] { 8, 3, '1', '0', '3' }).getDescription()).isEqualTo(NO_TRAILERS);
	}

	@Test
	void whenAServerAnswersSomethingElseThanGrpcThenTheTextSaysSoAndIsNoLongerThanItHasToBe() throws Exception {
		byte[] type = "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
		// :status: 200 and content-type, whose length is 127 and what three bytes tell
		int more = type.length - 127;
		byte[] names = { (byte) 0x88, 0x0f, 0x10, 0x7f, (byte) (more & 0x7f | 0x80), (byte) (more >>> 7 & 0x7f | 0x80),
				(byte) (more >>> 14) };
		byte[] block = Arrays.copyOf(names, names.length + type.length);
		System.arraycopy(type, 0, block, names.length, type.length);
		Status status = answered(block);
		assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(status.getDescription()).contains("xxxx").hasSizeLessThan(4_200);
	}

	private Status answered(byte[] headerBlock) throws Exception {
		return answered((http2, stream) -> http2.sendHeaders(stream, true, headerBlock));
	}

	private Status answered(Answer answer) throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
				try (RawHttp2 http2 = RawHttp2.server(listener.accept())) {
					int stream = http2.await(RawHttp2.HEADERS).stream();
					answer.send(http2, stream);
					http2.awaitEnd();
				}
				catch (IOException ex) {
					throw new AssertionError(ex);
				}
			});
			Status status = RawGrpcCall.begin(client(to(listener.getLocalPort())), "fix.Echo/Unary").status();
			closeAll();
			server.get(10, TimeUnit.SECONDS);
			return status;
		}
	}

	@ParameterizedTest
	@CsvSource({ "7, UNAVAILABLE", "8, CANCELLED", "11, RESOURCE_EXHAUSTED", "12, PERMISSION_DENIED", "2, INTERNAL",
			"1, INTERNAL", "0, INTERNAL", "99, UNKNOWN" })
	void whenAServerResetsItsStreamInTheMiddleOfAMessageThenTheStatusIsThatOfItsError(int error, Status.Code code)
			throws Exception {
		Status status = answered((http2, stream) -> {
			http2.sendHeaders(stream, false, GRPC_HEADERS);
			http2.sendData(stream, new byte[] { 0, 0, 0, 1, 0, 'h', 'a', 'l', 'f' });
			http2.reset(stream, error);
		});
		assertThat(status.getCode()).isEqualTo(code);
		assertThat(status.getDescription()).startsWith("stream terminated by RST_STREAM with error code: ");
	}

	@Test
	void whenAServerSendsDataBeforeHeadersThenTheCallEnds() throws Exception {
		Status status = answered((http2, stream) -> http2.sendData(stream, new byte[5]));
		assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
		assertThat(status.getDescription()).isEqualTo(NO_TRAILERS);
	}

	@Test
	void whenAClientResetsItsStreamInTheMiddleOfAMessageThenTheAppsWorkIsCancelled() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		GrpcScript cart = new GrpcScript((call, metadata) -> {
			begun.countDown();
			return new ServerCall.Listener<>() {

				@Override
				public void onCancel() {
					cancelled.countDown();
				}

			};
		});
		later(cart::close);
		try (RawHttp2 client = RawHttp2
			.client(new Socket(InetAddress.getLoopbackAddress(), serve(to(cart.port())).getPort()))) {
			client.call(1, "/fix.Echo/Upload", false);
			client.sendData(1, new byte[] { 0, 0, 0, 1, 0, 'h', 'a', 'l', 'f' });
			assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
			client.reset(1, 8);
			assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	// As clients that have nothing to say do; gRPC for Java says so in a frame of its
	// own.
	@Test
	void whenAClientEndsItsStreamWithItsHeadersThenTheCallPassesAndEnds() throws Exception {
		CompletableFuture<String> ended = new CompletableFuture<>();
		GrpcScript cart = new GrpcScript((call, metadata) -> {
			call.request(1);
			return new ServerCall.Listener<>() {

				@Override
				public void onHalfClose() {
					ended.complete(call.getMethodDescriptor().getFullMethodName());
					call.close(Status.OK, new Metadata());
				}

			};
		});
		later(cart::close);
		try (RawHttp2 client = RawHttp2
			.client(new Socket(InetAddress.getLoopbackAddress(), serve(to(cart.port())).getPort()))) {
			client.call(1, "/fix.Echo/Nothing");
			assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("fix.Echo/Nothing");
			assertThat(client.awaitEndOf(1).type()).isEqualTo(RawHttp2.HEADERS);
		}
	}

	@Test
	void whenWhoPerformsACallIsDoneBeforeItHasEndedThenItEnds() throws Exception {
		Status status = RawGrpcCall.begin(client((call) -> Mono.empty()), "fix.Echo/Unary").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
		assertThat(status.getDescription()).isEqualTo(NO_TRAILERS);
	}

	// Headers know no flow control: what repeats what was sent must not grow with it.
	@Test
	void whenATextIsLongThenTheClientGetsItsBeginning() throws Exception {
		ManagedChannel client = client((call) -> Mono
			.error(new PeerException(StatusCode.UNKNOWN, "invalid app id " + "x".repeat(100_000), false, null)));
		Status status = RawGrpcCall.begin(client, "fix.Echo/Unary").status();
		assertThat(status.getDescription()).hasSize(4097).startsWith("invalid app id xxx").endsWith("x…");
	}

	// gRPC closes such connections after half a minute.
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAServerBreaksOffItsCallsThenConnectionsWithPassingCallsOnlyAreClosed(boolean stopping) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		GrpcScript cart = new GrpcScript((call, metadata) -> {
			begun.countDown();
			return new ServerCall.Listener<>() {
			};
		});
		later(cart::close);
		Server server = serve(to(cart.port()));
		ManagedChannel client = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
		later(client::shutdownNow);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Slow");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		if (stopping) {
			server.shutdown();
			Await.until("the client hears of it", () -> client.getState(false) != ConnectivityState.READY);
		}
		assertThat(server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
	}

	@Test
	void whenAServerStopsThenAPassingCallFinishes() throws Exception {
		CompletableFuture<ServerCall<byte[], byte[]>> app = new CompletableFuture<>();
		GrpcScript cart = new GrpcScript((call, metadata) -> {
			call.sendHeaders(new Metadata());
			app.complete(call);
			return new ServerCall.Listener<>() {
			};
		});
		later(cart::close);
		Server server = serve(to(cart.port()));
		ManagedChannel client = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
		later(client::shutdownNow);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Slow");
		ServerCall<byte[], byte[]> answer = app.get(10, TimeUnit.SECONDS);
		server.shutdown();
		answer.sendMessage(new byte[3 << 20]);
		answer.close(Status.OK, new Metadata());
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.messages()).hasSize(1);
		assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@FunctionalInterface
	private interface Answer {

		void send(RawHttp2 server, int stream) throws IOException;

	}

}
