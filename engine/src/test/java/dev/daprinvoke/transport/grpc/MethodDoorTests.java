package dev.daprinvoke.transport.grpc;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.grpc.CallOptions;
import io.grpc.InternalMetadata;
import io.grpc.InternalStatus;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;
import dev.daprinvoke.testkit.RawMethods;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that are served beneath gRPC, called by gRPC's own clients and by what is none.
 */
@Timeout(60)
class MethodDoorTests {

	private static final int LIMIT = 100_000;

	private static final String PATH = "/test.Own/Echo";

	private static final String STATUS_4 = "grpc-status\u00014";

	private final AtomicInteger beneath = new AtomicInteger();

	private final CompletableFuture<String> cancelled = new CompletableFuture<>();

	private final CompletableFuture<ServerCall<byte[], byte[]>> held = new CompletableFuture<>();

	private Server server;

	private ManagedChannel channel;

	@BeforeEach
	void start() throws Exception {
		ServerServiceDefinition service = ServerServiceDefinition.builder("test.Own")
			.addMethod(unreadable(), serving(Echo::new))
			.addMethod(RawMethods.method("test.Own/Wait", MethodType.BIDI_STREAMING), serving(Waiting::new))
			.addMethod(RawMethods.method("test.Own/Full", MethodType.BIDI_STREAMING), serving(Full::new))
			.addMethod(RawMethods.method("test.Own/Fail", MethodType.UNARY), (call, metadata) -> {
				this.beneath.addAndGet((call instanceof RawServerCall) ? 1 : 0);
				throw new IllegalStateException("in the test");
			})
			.addMethod(RawMethods.method("test.Own/Refuse", MethodType.UNARY), serving((call) -> {
				Metadata trailers = new Metadata();
				trailers.put(RawGrpcCall.key("why"), "so");
				call.close(Status.ABORTED.withDescription("nö, 100 %"), trailers);
				return new ServerCall.Listener<>() {
				};
			}))
			.addMethod(RawMethods.method("test.Own/Rant", MethodType.UNARY), serving((call) -> {
				Metadata trailers = new Metadata();
				trailers.put(RawGrpcCall.key("line"), "one\ntwo");
				trailers.put(RawGrpcCall.key("fine"), "one\ttwo");
				call.close(Status.ABORTED.withDescription("x".repeat(100_000)), trailers);
				return new ServerCall.Listener<>() {
				};
			}))
			.build();
		StreamAcceptor nobody = new StreamAcceptor() {

			@Override
			public StreamReader accept(RawStream stream, Http2Headers headers) {
				return null;
			}

			@Override
			public boolean hasRoom() {
				return true;
			}

		};
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.directExecutor()
			.maxInboundMessageSize(LIMIT)
			.protocolNegotiator(new Http2Handlers(InternalProtocolNegotiators.serverPlaintext(),
					new MethodDoor(service, new MessageLimit(LIMIT), nobody)))
			.addService(service)
			.build()
			.start();
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", this.server.getPort())
			.usePlaintext()
			.maxInboundMessageSize(64 << 20)
			.build();
	}

	@AfterEach
	void stop() throws Exception {
		this.channel.shutdownNow();
		this.server.shutdownNow();
		assertThat(this.server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	private ServerCallHandler<byte[], byte[]> serving(
			Function<ServerCall<byte[], byte[]>, ServerCall.Listener<byte[]>> listener) {
		return (call, metadata) -> {
			this.beneath.addAndGet((call instanceof RawServerCall) ? 1 : 0);
			call.request(2);
			metadata.discardAll(InternalMetadata.keyOf("grpc-accept-encoding", Metadata.ASCII_STRING_MARSHALLER));
			this.received = metadata;
			return listener.apply(call);
		};
	}

	private volatile Metadata received = new Metadata();

	/** A message of the one letter x cannot be read. */
	private static MethodDescriptor<byte[], byte[]> unreadable() {
		MethodDescriptor<byte[], byte[]> method = RawMethods.method("test.Own/Echo", MethodType.BIDI_STREAMING);
		return method.toBuilder(new MethodDescriptor.Marshaller<byte[]>() {

			@Override
			public InputStream stream(byte[] value) {
				return method.streamRequest(value);
			}

			@Override
			public byte[] parse(InputStream stream) {
				byte[] value = method.parseRequest(stream);
				if (value.length == 1 && value[0] == 'x') {
					throw Status.INTERNAL.withDescription("no message").asRuntimeException();
				}
				return value;
			}

		}, method.getResponseMarshaller()).build();
	}

	@Test
	void whenAClientOfGrpcCallsThenAllArrivesUnchanged() throws Exception {
		RawGrpcCall call = RawGrpcCall.begin(this.channel, "test.Own/Echo", "name", "value", "raw-bin", "\u0000\u00ff")
			.send("one")
			.send(new byte[LIMIT])
			.send("")
			.send("two")
			.complete();
		assertThat(call.status()).isEqualTo(Status.OK);
		assertThat(call.messages()).extracting((message) -> message.length).containsExactly(3, LIMIT, 0, 3);
		assertThat(call.headers().get(RawGrpcCall.key("name"))).isEqualTo("value");
		assertThat(this.received.keys()).contains("name", "raw-bin", "user-agent")
			.noneMatch((key) -> key.startsWith(":"));
		assertThat(this.received.get(Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER))).containsExactly(0,
				0xff);
		assertThat(this.beneath).hasValue(1);
	}

	@Test
	void whenMessagesAreCompressedThenGrpcServesThem() throws Exception {
		RawGrpcCall call = RawGrpcCall
			.begin(this.channel, "test.Own/Echo", CallOptions.DEFAULT.withCompression("gzip"), 10)
			.send("one")
			.complete();
		assertThat(call.status()).isEqualTo(Status.OK);
		assertThat(call.texts()).containsExactly("one");
		assertThat(this.beneath).hasValue(0);
	}

	@Test
	void whenACallIsRefusedThenItsStatusAndTrailersArriveThoughItsRequestIsUnread() throws Exception {
		RawGrpcCall call = RawGrpcCall.begin(this.channel, "test.Own/Refuse");
		assertThat(call.status().getCode()).isEqualTo(Status.Code.ABORTED);
		assertThat(call.status().getDescription()).isEqualTo("nö, 100 %");
		assertThat(call.trailers().get(RawGrpcCall.key("why"))).isEqualTo("so");
	}

	@Test
	void whenAnAnswerCannotTravelThenWhatCanDoes() throws Exception {
		RawGrpcCall call = RawGrpcCall.begin(this.channel, "test.Own/Rant");
		assertThat(call.status().getDescription()).isEqualTo("x".repeat(4096) + "…");
		assertThat(call.trailers().get(RawGrpcCall.key("fine"))).isEqualTo("one\ttwo");
		assertThat(call.trailers().containsKey(RawGrpcCall.key("line"))).isFalse();
	}

	@Test
	void whenAClientSendsAHostThenItIsNoMetadata() throws Exception {
		RawGrpcCall.begin(this.channel, "test.Own/Echo", "host", "evil").complete().status();
		assertThat(this.received.keys()).contains("user-agent").doesNotContain("host");
	}

	@Test
	void whenNobodyReadsTheAnswerThenTheDeadlineEndsTheCallAllTheSame() throws Exception {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.getPort());
		try (RawHttp2 client = RawHttp2.clientThatReadsNothing(socket)) {
			client.call(1, PATH, false, "grpc-timeout", "200m");
			client.sendData(1, new byte[] { 0, 0, 0, 0, 1, 'a' }, true);
			assertThat(client.await(RawHttp2.RST_STREAM).payload()).containsExactly(0, 0, 0, 8);
		}
	}

	@Test
	void whenServingFailsThenTheCallIsUnknownAndTheNextOneWorks() throws Exception {
		assertThat(RawGrpcCall.begin(this.channel, "test.Own/Fail").status().getCode()).isEqualTo(Status.Code.UNKNOWN);
		RawGrpcCall late = RawGrpcCall.begin(this.channel, "test.Own/Echo").send("fail");
		assertThat(late.status().getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(RawGrpcCall.begin(this.channel, "test.Own/Echo").send("a").complete().status()).isEqualTo(Status.OK);
		assertThat(this.beneath).hasValue(3);
	}

	// Issue 7: a message over the limit; malformed frames. Texts are those of gRPC for
	// Go.
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"00000186a1 | 8 | grpc: received message larger than max (100001 vs. 100000); the limit is --max-body-size",
			"00ffffffff | 8 | grpc: received message larger than max (4294967295 vs. 100000); the limit is --max-body-size",
			"010000000101 | 13 | grpc: compressed flag set with identity or empty encoding",
			"020000000101 | 13 | grpc: received unexpected payload format 2",
			"000000000178 | 13 | grpc: error unmarshalling request: proto: cannot parse invalid wire-format data",
			"000000000978 | 13 | Encountered end-of-stream mid-frame" })
	void whenAMessageIsNoneThenTheStatusSaysWhy(String hex, int code, String text) throws Exception {
		try (RawHttp2 client = client()) {
			client.call(1, PATH, false);
			client.sendData(1, HexFormat.of().parseHex(hex), true);
			Metadata.Key<String> message = InternalStatus.MESSAGE_KEY;
			String escaped = new String(InternalMetadata.serialize(metadata(message, text))[1],
					StandardCharsets.US_ASCII);
			assertThat(client.answerOn(1)).contains("grpc-status" + (char) String.valueOf(code).length() + code,
					escaped);
			client.call(3, PATH, false);
			client.sendData(3, new byte[] { 0, 0, 0, 0, 1, 'a' }, true);
			assertThat(client.answerOn(3)).contains("\u0000\u0000\u0000\u0000\u0001a");
		}
	}

	private static Metadata metadata(Metadata.Key<String> key, String value) {
		Metadata metadata = new Metadata();
		metadata.put(key, value);
		return metadata;
	}

	@Test
	void whenADeadlinePassesThenTheClientGetsTheStatusAndTheWorkIsCancelled() throws Exception {
		try (RawHttp2 client = client()) {
			client.call(1, "/test.Own/Wait", false, "grpc-timeout", "50m");
			assertThat(client.answerOn(1)).contains(STATUS_4, "context deadline exceeded");
			assertThat(this.cancelled.get(10, TimeUnit.SECONDS)).isEqualTo("with a deadline");
		}
	}

	/** Its last stream ends the connection: not before it is answered. */
	@ParameterizedTest
	@ValueSource(strings = { "a message", "nothing", "trailers" })
	void whenTheServerShutsDownThenACallIsAnsweredWhateverEndsIt(String last) throws Exception {
		byte[] message = { 0, 0, 0, 0, 1, 'a' };
		try (RawHttp2 client = client()) {
			client.call(1, PATH, false);
			client.sendData(1, message, true);
			client.answerOn(1);
			client.call(3, PATH, false);
			this.server.shutdown();
			client.await(RawHttp2.GO_AWAY);
			client.send(RawHttp2.PING, 1, client.await(RawHttp2.PING).payload());
			client.await(RawHttp2.GO_AWAY);
			client.sendData(3, message, last.equals("a message"));
			if (last.equals("nothing")) {
				client.sendData(3, new byte[0], true);
			}
			else if (last.equals("trailers")) {
				client.sendHeaders(3, true, new byte[] { 0, 1, 'x', 1, 'y' });
			}
			assertThat(client.answerOn(3)).contains("\u0000\u0000\u0000\u0000\u0001a");
			client.awaitEnd();
		}
	}

	@Test
	void whenATimeoutCannotBeReadThenThereIsNone() throws Exception {
		try (RawHttp2 client = client()) {
			client.call(1, PATH, true, "grpc-timeout", "soon");
			assertThat(client.answerOn(1)).contains("grpc-status\u00010");
		}
	}

	@Test
	void whenAClientGoesAwayThenTheWorkIsCancelled() throws Exception {
		try (RawHttp2 client = client()) {
			client.call(1, "/test.Own/Wait", false);
			this.held.get(10, TimeUnit.SECONDS);
			client.reset(1, 8);
			assertThat(this.cancelled.get(10, TimeUnit.SECONDS)).isEqualTo("without a deadline");
		}
	}

	@Test
	void whenAConnectionIsLostThenTheWorkIsCancelled() throws Exception {
		try (RawHttp2 client = client()) {
			client.call(1, "/test.Own/Wait", false);
			this.held.get(10, TimeUnit.SECONDS);
		}
		assertThat(this.cancelled.get(10, TimeUnit.SECONDS)).isEqualTo("without a deadline");
	}

	@Test
	void whenNobodyReadsThenTheCallIsNotReadyUntilSomebodyDoes() throws Exception {
		RawGrpcCall call = RawGrpcCall.begin(this.channel, "test.Own/Full", CallOptions.DEFAULT, 1).send("a");
		ServerCall<byte[], byte[]> served = this.held.get(10, TimeUnit.SECONDS);
		Await.until("it is not ready", () -> !served.isReady());
		call.request(Integer.MAX_VALUE / 2);
		assertThat(call.status()).isEqualTo(Status.OK);
		assertThat(call.messages()).hasSize(Full.MESSAGES);
	}

	private RawHttp2 client() throws Exception {
		return RawHttp2.client(new Socket(InetAddress.getLoopbackAddress(), this.server.getPort()));
	}

	/** Answers what it gets. */
	private static final class Echo extends ServerCall.Listener<byte[]> {

		private final ServerCall<byte[], byte[]> call;

		private boolean begun;

		Echo(ServerCall<byte[], byte[]> call) {
			this.call = call;
		}

		private void begin() {
			if (!this.begun) {
				this.begun = true;
				this.call.sendHeaders(metadata(RawGrpcCall.key("name"), "value"));
			}
		}

		@Override
		public void onMessage(byte[] message) {
			if (new String(message, StandardCharsets.UTF_8).equals("fail")) {
				throw new IllegalStateException("in the test");
			}
			begin();
			this.call.sendMessage(message);
			this.call.request(1);
		}

		@Override
		public void onHalfClose() {
			begin();
			this.call.close(Status.OK, new Metadata());
		}

	}

	/** Never answers. */
	private final class Waiting extends ServerCall.Listener<byte[]> {

		private final boolean limited = CallDeadline.current() != null;

		Waiting(ServerCall<byte[], byte[]> call) {
			MethodDoorTests.this.held.complete(call);
		}

		@Override
		public void onCancel() {
			MethodDoorTests.this.cancelled.complete(this.limited ? "with a deadline" : "without a deadline");
		}

	}

	/** Answers more than a window. */
	private final class Full extends ServerCall.Listener<byte[]> {

		static final int MESSAGES = 100;

		private final ServerCall<byte[], byte[]> call;

		private int left;

		Full(ServerCall<byte[], byte[]> call) {
			this.call = call;
		}

		@Override
		public void onMessage(byte[] message) {
			this.left = MESSAGES;
			this.call.sendHeaders(new Metadata());
			MethodDoorTests.this.held.complete(this.call);
			onReady();
		}

		@Override
		public void onReady() {
			while (this.left > 0 && this.call.isReady()) {
				this.left--;
				this.call.sendMessage(new byte[20_000]);
				if (this.left == 0) {
					this.call.close(Status.OK, new Metadata());
				}
			}
		}

	}

}
