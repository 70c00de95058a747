package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.AppSecurity;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.GrpcTimeout;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls of an app that speaks gRPC, by {@code OnInvoke} (contract section 3.3). */
@Timeout(60)
class GrpcAppChannelTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final int LARGEST = 1000;

	private final ConnectionPool pool = ConnectionPool.toApp(TestLoops.HOP,
			PeerSettings.DEFAULTS.withMaxMessageSize(LARGEST), AppSecurity.PLAINTEXT);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostRunning = new AtomicInteger();

	@AfterEach
	void close() {
		this.pool.close();
	}

	private GrpcAppChannel channel(int port) {
		return new GrpcAppChannel(this.pool, PeerKey.of(new Endpoint("127.0.0.1", port), Calls.app("cart")), LARGEST,
				UnaryCallObserver.NONE);
	}

	private static Mono<InvokeResponse> call(GrpcAppChannel channel, String body) {
		InvokeRequest request = Calls.post(body);
		return channel.invoke(AccessGate.self(request), request);
	}

	private static GrpcEnd end(InvokeResponse response, StatusCode code) {
		assertThat(StatusCode.ofNumber(response.status())).isEqualTo(code);
		GrpcEnd end = response.end();
		assertThat(end).isNotNull();
		response.body().discard();
		return end;
	}

	/** An app that answers each call with so many bytes, when it has waited as long. */
	private GrpcScript answering(int bytes, Duration wait, int mostCalls) {
		return new GrpcScript((call, metadata) -> {
			call.request(1);
			return new ServerCall.Listener<>() {

				@Override
				public void onHalfClose() {
					GrpcAppChannelTests.this.mostRunning
						.accumulateAndGet(GrpcAppChannelTests.this.running.incrementAndGet(), Math::max);
					Mono.delay(wait).subscribe((tick) -> {
						GrpcAppChannelTests.this.running.decrementAndGet();
						call.sendHeaders(new Metadata());
						call.sendMessage(message(bytes));
						call.close(Status.OK, new Metadata());
					});
				}

			};
		}, null, mostCalls);
	}

	/** A message of exactly so many bytes. */
	private static byte[] message(int bytes) {
		int content = bytes - 8;
		byte[] message = dev.daprinvoke.protocol.common.InvokeResponse.newBuilder()
			.setData(Any.newBuilder().setValue(ByteString.copyFrom(new byte[content])))
			.build()
			.toByteArray();
		while (message.length < bytes) {
			message = dev.daprinvoke.protocol.common.InvokeResponse.newBuilder()
				.setData(Any.newBuilder().setValue(ByteString.copyFrom(new byte[++content])))
				.build()
				.toByteArray();
		}
		assertThat(message).hasSize(bytes);
		return message;
	}

	// Issue 7, Bad input: the error names limit and knob.
	@Test
	void whenAMessageIsOverTheLimitThenTheErrorNamesLimitAndFlag() {
		try (GrpcScript app = answering(LARGEST + 1, Duration.ZERO, Integer.MAX_VALUE)) {
			assertThat(end(call(channel(app.port()), "x".repeat(LARGEST)).block(LIMIT), StatusCode.RESOURCE_EXHAUSTED)
				.message()).startsWith("trying to send message larger than max (10")
				.endsWith(" vs. 1000); the limit is --max-body-size");
			assertThat(app.calls()).isEmpty();
			assertThat(end(call(channel(app.port()), "hi").block(LIMIT), StatusCode.RESOURCE_EXHAUSTED).message())
				.isEqualTo("grpc: received message larger than max (1001 vs. 1000); the limit is --max-body-size");
		}
		try (GrpcScript app = answering(LARGEST, Duration.ZERO, Integer.MAX_VALUE)) {
			end(call(channel(app.port()), "hi").block(LIMIT), StatusCode.OK);
		}
	}

	// Settled: deadlines go to the app as well.
	@Test
	void whenThereIsADeadlineThenTheAppLearnsWhatIsLeftOfIt() {
		try (GrpcScript app = answering(100, Duration.ZERO, Integer.MAX_VALUE)) {
			end(call(channel(app.port()), "hi")
				.contextWrite(CallDeadline.carrying(Deadline.after(30, TimeUnit.SECONDS)))
				.block(LIMIT), StatusCode.OK);
			String timeout = app.calls().get(0).get(RawGrpcCall.key("grpc-timeout"));
			assertThat(GrpcTimeout.nanos(String.valueOf(timeout))).isBetween(TimeUnit.SECONDS.toNanos(10),
					TimeUnit.SECONDS.toNanos(30));
		}
	}

	// Contract section 3.3: extra calls wait on the connection.
	@Test
	void whenTheAppAllowsFewStreamsThenOthersWaitAndAllAreAnswered() {
		try (GrpcScript app = answering(100, Duration.ofMillis(20), 3)) {
			GrpcAppChannel channel = channel(app.port());
			List<InvokeResponse> answers = Flux.range(0, 20)
				.flatMap((number) -> call(channel, "hi"), 20)
				.collectList()
				.block(LIMIT);
			assertThat(answers).hasSize(20).allSatisfy((answer) -> end(answer, StatusCode.OK));
			assertThat(this.mostRunning).hasValue(3);
		}
	}

	@Test
	void whenTheAppHangsUpInTheMiddleThenTheCallIsUnavailableAndNotMadeAgain() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			serve(socket, (http2, stream) -> {
				calls.incrementAndGet();
				http2.close();
			});
			GrpcEnd end = end(call(channel(socket.getLocalPort()), "hi").block(LIMIT), StatusCode.UNAVAILABLE);
			assertThat(end.message()).isEqualTo("error reading from server: EOF");
			assertThat(calls).hasValue(1);
		}
	}

	// RFC 9113, section 8.7: the app has not looked at it.
	@Test
	void whenTheAppRefusesACallUnseenThenItIsMadeAgain() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			serve(socket, (http2, stream) -> {
				if (calls.incrementAndGet() <= 2) {
					http2.reset(stream, 7);
				}
				else {
					// :status 200, content-type and grpc-status 0, without indexing
					http2.sendHeaders(stream, true,
							("\u0088\u000f\u0010\u0010application/grpc" + "\u0000\u000bgrpc-status\u00010")
								.getBytes(StandardCharsets.ISO_8859_1));
				}
			});
			end(call(channel(socket.getLocalPort()), "hi").block(LIMIT), StatusCode.OK);
			assertThat(calls).hasValue(3);
		}
	}

	@Test
	void whenTheAppRefusesEveryCallThenItIsSaidAfterSomeTries() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			serve(socket, (http2, stream) -> {
				calls.incrementAndGet();
				http2.reset(stream, 7);
			});
			GrpcEnd end = end(call(channel(socket.getLocalPort()), "hi").block(LIMIT), StatusCode.UNAVAILABLE);
			assertThat(end.message()).contains("REFUSED_STREAM");
			assertThat(calls).hasValue(4);
		}
	}

	@Test
	void whenTheAppAnswersThenBytesAndTypeArrive() {
		try (GrpcScript app = new GrpcScript((call, metadata) -> {
			call.request(1);
			return new ServerCall.Listener<>() {

				@Override
				public void onHalfClose() {
					call.sendHeaders(new Metadata());
					call.sendMessage(dev.daprinvoke.protocol.common.InvokeResponse.newBuilder()
						.setContentType("text/plain")
						.setData(Any.newBuilder().setTypeUrl("a/b").setValue(ByteString.copyFromUtf8("fine")))
						.build()
						.toByteArray());
					call.close(Status.OK, new Metadata());
				}

			};
		})) {
			InvokeResponse response = call(channel(app.port()), "hi").blockOptional(LIMIT).orElseThrow();
			assertThat(response.contentType()).isEqualTo("text/plain");
			assertThat(response.typeUrl()).isEqualTo("a/b");
			assertThat(Buffers.text(response.body())).isEqualTo("fine");
		}
	}

	/** Serves each connection's first call on a thread of its own. */
	private static void serve(ServerSocket socket, Reaction reaction) {
		new Thread(() -> {
			while (!socket.isClosed()) {
				try {
					Socket client = socket.accept();
					new Thread(() -> answer(client, reaction), "scripted-app").start();
				}
				catch (IOException ex) {
					// The test is over.
				}
			}
		}, "scripted-app-listener").start();
	}

	private static void answer(Socket client, Reaction reaction) {
		try (client) {
			RawHttp2 http2 = RawHttp2.server(client);
			reaction.to(http2, http2.await(RawHttp2.HEADERS).stream());
			http2.awaitEnd();
		}
		catch (IOException ex) {
			// The sidecar has hung up, or we have.
		}
	}

	/** What a scripted app does with a call. */
	@FunctionalInterface
	private interface Reaction {

		void to(RawHttp2 http2, int stream) throws IOException;

	}

}
