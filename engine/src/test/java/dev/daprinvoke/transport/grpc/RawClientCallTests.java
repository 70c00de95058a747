package dev.daprinvoke.transport.grpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;
import dev.daprinvoke.testkit.RawMethods;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Calls beneath gRPC end as gRPC's own do, whatever a server answers: the same script is
 * played to both.
 */
@Timeout(60)
class RawClientCallTests {

	private static final int LIMIT = 1000;

	private static final String HEADERS = "headers :status 200 content-type application/grpc";

	private static final String OK = "end grpc-status 0";

	private static final String MESSAGE = "data 000000000161";

	private final ConnectionPool pool = ConnectionPool.toApp(TestLoops.HOP,
			PeerSettings.DEFAULTS.withMaxMessageSize(LIMIT), AppSecurity.PLAINTEXT);

	@AfterEach
	void close() {
		this.pool.close();
	}

	static Stream<Arguments> answers() {
		return Stream.of(arguments("one message", List.of(HEADERS, MESSAGE, OK)),
				arguments("no message", List.of(HEADERS, OK)),
				arguments("in pieces",
						List.of(HEADERS, "data 00000000", "data 0361", "data 6263000000", "data 0000", OK)),
				arguments("metadata both ways",
						List.of(HEADERS + " name value raw-bin AP8=", MESSAGE,
								OK + " name other raw-bin AP8 raw-bin AQ")),
				arguments("trailers only",
						List.of("end :status 200 content-type application/grpc grpc-status 5 grpc-message n%C3%B6")),
				arguments("an error after a message",
						List.of(HEADERS, MESSAGE, "end grpc-status 10 grpc-message x why so")),
				arguments("another content type",
						List.of("headers :status 200 content-type application/grpc+proto", OK)),
				arguments("no gRPC", List.of("headers :status 200 content-type text/html", "data 6161", OK)),
				arguments("no gRPC at once", List.of("end :status 200 content-type text/html")),
				arguments("an HTTP error", List.of("end :status 503 content-type text/html")),
				arguments("an HTTP error with a body",
						List.of("headers :status 404 content-type text/html", "last 6161")),
				arguments("an HTTP error of gRPC's type",
						List.of("end :status 502 content-type application/grpc grpc-status 7")),
				arguments("an interim answer", List.of("headers :status 103", HEADERS, MESSAGE, OK)),
				arguments("no status", List.of(HEADERS, MESSAGE, "end name value")),
				arguments("a status that is none", List.of(HEADERS, MESSAGE, "end grpc-status many")),
				arguments("a status beyond all", List.of(HEADERS, MESSAGE, "end grpc-status 99")),
				arguments("no trailers", List.of(HEADERS, "last 000000000161")),
				arguments("a cut message and an error", List.of(HEADERS, "data 0000000002", "end grpc-status 9")),
				arguments("a message over the limit", List.of(HEADERS, "data 00000003e9")),
				arguments("a compressed message", List.of(HEADERS, "data 010000000161", OK)),
				arguments("an error ahead of a reset", List.of(HEADERS, MESSAGE, "end grpc-status 8", "reset 0")),
				arguments("the connection ends", List.of(HEADERS, MESSAGE, "close")),
				arguments("the connection ends at once", List.of("close")),
				arguments("going away, after the call", List.of("away 7fffffff 0", HEADERS, MESSAGE, OK)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answers")
	void whenAServerAnswersThenTheCallEndsAsGrpcsOwn(String what, List<String> script) throws Exception {
		assertEndsAlike(script);
	}

	// gRPC for Java says otherwise of the following, or begins anew; these are the codes
	// of
	// gRPC for Go.
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { HEADERS + ", data 0000000002, " + OK + " | INTERNAL", "away 0 0, close | UNAVAILABLE",
					"away 0 11, close | UNAVAILABLE", "reset 0 | INTERNAL", "reset 3 | RESOURCE_EXHAUSTED",
					"reset 7 | UNAVAILABLE", "reset 13 | INTERNAL", "reset 99 | UNKNOWN" })
	void whenAServerAnswersThenTheCallEndsAsInGo(String script, Status.Code code) throws Exception {
		try (Script server = new Script(List.of(script.split(", ")))) {
			assertThat(begin(server.port(), CallOptions.DEFAULT).send("a").complete().status().getCode())
				.isEqualTo(code);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4, 5, 6, 8, 9, 10, 11, 12 })
	void whenAServerResetsThenTheCallEndsAsGrpcsOwn(int error) throws Exception {
		assertEndsAlike(List.of("reset " + error));
		assertEndsAlike(List.of(HEADERS, MESSAGE, "reset " + error));
	}

	private void assertEndsAlike(List<String> script) throws Exception {
		String expected;
		try (Script server = new Script(script)) {
			ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
				.usePlaintext()
				.maxInboundMessageSize(LIMIT)
				.build();
			expected = view(RawGrpcCall.begin(channel, "test.Any/Call").send("a").complete());
			channel.shutdownNow();
		}
		try (Script server = new Script(script)) {
			assertThat(view(begin(server.port(), CallOptions.DEFAULT).send("a").complete())).isEqualTo(expected);
		}
	}

	/** What a listener sees; the words of most failures are each side's own. */
	private static String view(RawGrpcCall call) throws Exception {
		Status status = call.status();
		boolean said = status.getCode() == Status.Code.NOT_FOUND || status.getCode() == Status.Code.ABORTED;
		return status.getCode() + (said ? ": " + status.getDescription() : "") + " behind " + call.texts() + " with "
				+ view(call.headers()) + " and " + view(call.trailers());
	}

	private static String view(Metadata metadata) {
		TreeSet<String> lines = new TreeSet<>();
		for (String key : metadata.keys()) {
			if (key.startsWith(":")) {
				continue;
			}
			if (key.endsWith("-bin")) {
				metadata.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER))
					.forEach((value) -> lines.add(key + "=" + HexFormat.of().formatHex(value)));
			}
			else {
				metadata.getAll(RawGrpcCall.key(key)).forEach((value) -> lines.add(key + "=" + value));
			}
		}
		return lines.toString();
	}

	private RawGrpcCall begin(int port, CallOptions options) {
		return begin(port, options, Integer.MAX_VALUE);
	}

	private RawGrpcCall begin(int port, CallOptions options, int ahead) {
		PeerKey key = PeerKey.of(new Endpoint("127.0.0.1", port), Calls.app("cart"));
		PooledConnection connection = Objects.requireNonNull(this.pool.open(key).block());
		RawConnection frames = Objects.requireNonNull(connection.frames());
		return RawGrpcCall.begin(new RawClientCall<>(frames,
				RawMethods.method("test.Any/Call", MethodType.BIDI_STREAMING), AsciiString.of("/test.Any/Call"),
				options, new RawClientCall.Limits("http", "localhost", new MessageLimit(LIMIT), () -> true, () -> {
				})), ahead, "name", "value");
	}

	@Test
	void whenTheDeadlineHasPassedThenNothingIsSent() throws Exception {
		try (Script server = new Script(List.of())) {
			RawGrpcCall late = begin(server.port(), CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS));
			assertThat(late.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
		}
	}

	@Test
	void whenTheDeadlinePassesThenTheCallIsReset() throws Exception {
		try (Script server = new Script(List.of(HEADERS))) {
			RawGrpcCall late = begin(server.port(), CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.MILLISECONDS));
			assertThat(late.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
		}
	}

	// More is sent than was asked for: the call cannot end yet.
	@Test
	void whenTheServerHasEndedThenTheCallIsNotReady() throws Exception {
		try (Script server = new Script(List.of(HEADERS, MESSAGE, MESSAGE, "end grpc-status 8"))) {
			RawGrpcCall call = begin(server.port(), CallOptions.DEFAULT, 1);
			Await.until("the first message came", () -> !call.messages().isEmpty());
			Await.until("the end came", () -> !call.isReady());
			assertThat(call.isOver()).isFalse();
			call.request(1);
			assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
			assertThat(call.messages()).hasSize(2);
		}
	}

	@Test
	void whenTheCallIsCancelledThenItEndsOnce() throws Exception {
		try (Script server = new Script(List.of(HEADERS))) {
			RawGrpcCall call = begin(server.port(), CallOptions.DEFAULT).send("a");
			call.cancel();
			call.cancel();
			call.send("b").complete();
			assertThat(call.status().getCode()).isEqualTo(Status.Code.CANCELLED);
		}
	}

	/** A server that answers the first call of each connection by a script. */
	private static final class Script implements AutoCloseable {

		private final List<String> steps;

		private final ServerSocket socket;

		private volatile @Nullable Socket client;

		private final Thread thread = new Thread(this::serve, "scripted-server");

		Script(List<String> steps) throws IOException {
			this.steps = steps;
			this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
			this.thread.start();
		}

		int port() {
			return this.socket.getLocalPort();
		}

		private void serve() {
			try (Socket client = this.socket.accept()) {
				this.client = client;
				RawHttp2 http2 = RawHttp2.server(client);
				int stream = http2.await(RawHttp2.HEADERS).stream();
				for (String step : this.steps) {
					String[] words = step.split(" ");
					switch (words[0]) {
						case "headers" -> http2.sendHeaders(stream, false, block(words));
						case "end" -> http2.sendHeaders(stream, true, block(words));
						case "data" -> http2.sendData(stream, HexFormat.of().parseHex(words[1]));
						case "last" -> http2.sendData(stream, HexFormat.of().parseHex(words[1]), true);
						case "reset" -> http2.reset(stream, Integer.parseInt(words[1]));
						case "away" -> http2.send(RawHttp2.GO_AWAY, 0,
								ByteBuffer.allocate(8)
									.putInt(Integer.parseInt(words[1], 16))
									.putInt(Integer.parseInt(words[2]))
									.array());
						default -> {
							return;
						}
					}
				}
				http2.awaitEnd();
			}
			catch (IOException ex) {
				// The client has gone.
			}
		}

		private static byte[] block(String[] words) {
			ByteArrayOutputStream block = new ByteArrayOutputStream();
			for (int i = 1; i < words.length; i++) {
				if (i % 2 == 1) {
					block.write(0);
				}
				block.write(words[i].length());
				block.writeBytes(words[i].getBytes(StandardCharsets.US_ASCII));
			}
			return block.toByteArray();
		}

		@Override
		public void close() throws Exception {
			this.socket.close();
			Socket accepted = this.client;
			if (accepted != null) {
				accepted.close();
			}
			this.thread.join(30_000);
		}

	}

}
