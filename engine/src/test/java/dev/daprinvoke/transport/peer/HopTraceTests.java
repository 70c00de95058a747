package dev.daprinvoke.transport.peer;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.NoAppChannelException;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.PeerExchange;
import dev.daprinvoke.testkit.RawHopCall;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trace contexts between sidecars (contract section 2.3, platform contract, section 5.1).
 */
class HopTraceTests extends ServerHarness {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String OTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final Metadata.Key<String> TEXT = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("grpc-trace-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

	private final GrpcPeerChannel channel = new GrpcPeerChannel(TestLoops.HOP, PeerSettings.DEFAULTS,
			UnaryCallObserver.NONE);

	private final AtomicReference<@Nullable TraceContext> served = new AtomicReference<>();

	@AfterEach
	void closeChannel() {
		this.channel.close();
	}

	@Test
	void whenACallStandsInATraceThenItsMetadataSayItInBothForms() {
		try (FakePeer peer = FakePeer.start((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(200))).close(Status.OK)))) {
			Buffers.text(this.channel.call(peer.endpoint(), Calls.get().withTrace(context(TRACE)))
				.blockOptional(LIMIT)
				.orElseThrow()
				.body());
			PeerExchange seen = peer.take();
			assertThat(seen.metadata().get(TEXT)).isEqualTo(TRACE);
			assertThat(seen.metadata().get(BINARY)).isEqualTo(context(TRACE).binary());
			Buffers.text(this.channel.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow().body());
			PeerExchange untraced = peer.take();
			assertThat(untraced.metadata().containsKey(TEXT)).isFalse();
			assertThat(untraced.metadata().containsKey(BINARY)).isFalse();
		}
	}

	@Test
	void whenThePeerIsOldThenTheUnaryCallStandsAtTheSamePoint() {
		try (FakePeer peer = FakePeer.start((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange
					.whenComplete(() -> exchange.send(Frames.response(200).build().toByteArray()).close(Status.OK)),
				0)) {
			Buffers.text(this.channel.call(peer.endpoint(), Calls.get().withTrace(context(TRACE)))
				.blockOptional(LIMIT)
				.orElseThrow()
				.body());
			assertThat(peer.take().metadata().get(TEXT)).isEqualTo(TRACE);
			assertThat(peer.take().metadata().get(TEXT)).isEqualTo(TRACE);
		}
	}

	@Test
	void whenACallArrivesThenTheBinaryFormCountsFirstThenTheTextThenTheHeadersItPassesOn() {
		ManagedChannel server = serving((received) -> (received != null) ? received.child(1) : null);
		assertThat(servedAfter(server, metadata(TRACE, context(OTHER).binary()), Frames.request(Verb.GET, "x")))
			.isEqualTo(context(OTHER).child(1).traceparent());
		assertThat(servedAfter(server, metadata(TRACE, new byte[29]), Frames.request(Verb.GET, "x")))
			.isEqualTo(context(TRACE).child(1).traceparent());
		assertThat(servedAfter(server, new Metadata(),
				Frames.request(Verb.GET, "x").putMetadata("Traceparent", Frames.values(OTHER))))
			.isEqualTo(context(OTHER).child(1).traceparent());
		String base64 = Base64.getEncoder().encodeToString(context(TRACE).binary());
		assertThat(servedAfter(server, new Metadata(),
				Frames.request(Verb.GET, "x")
					.putMetadata("content-type", Frames.values("application/grpc"))
					.putMetadata("grpc-trace-bin", Frames.values(base64))))
			.isEqualTo(context(TRACE).child(1).traceparent());
		assertThat(servedAfter(server, new Metadata(), Frames.request(Verb.GET, "x"))).isEqualTo("none");
	}

	@Test
	void whenTracingIsOffThenACallHasNoTraceAndItsAnswerTellsNone() {
		ManagedChannel server = serving(TraceContinuation.OFF);
		assertThat(servedAfter(server, metadata(TRACE, context(TRACE).binary()), Frames.request(Verb.GET, "x")))
			.isEqualTo("none");
		RawHopCall unary = RawHopCall.unary(server, Frames.request(Verb.GET, "x").build().toByteArray());
		assertThat(unary.status().isOk()).isTrue();
		assertThat(unary.headers().containsKey(BINARY)).isFalse();
	}

	// Fixtures hop-response/unary and hop-response/unary-404.
	@Test
	void whenACallIsUnaryThenTheAnswerTellsItsTrace() {
		ManagedChannel server = serving((received) -> context(TRACE));
		RawHopCall unary = RawHopCall.unary(server, Frames.request(Verb.GET, "x").build().toByteArray());
		assertThat(unary.status().isOk()).isTrue();
		assertThat(unary.headers().get(BINARY)).isEqualTo(context(TRACE).binary());
		RawHopCall refused = RawHopCall.unary(server, Frames.request(Verb.GET, "a?b").build().toByteArray());
		assertThat(refused.status().isOk()).isFalse();
		assertThat(refused.headers().get(BINARY)).isEqualTo(context(TRACE).binary());
	}

	// Fixtures hop-response/200-small, no-app-port and no-frames.
	@Test
	void whenACallStreamsThenOnlyItsFailureTellsItsTrace() {
		ManagedChannel server = serving((received) -> context(TRACE));
		RawHopCall answered = call(server, new Metadata(), Frames.request(Verb.GET, "x"));
		assertThat(answered.status().isOk()).isTrue();
		assertThat(answered.headers().containsKey(BINARY)).isFalse();
		RawHopCall withoutFrames = stream(server).complete();
		assertThat(withoutFrames.status().getDescription()).isEqualTo("EOF");
		assertThat(withoutFrames.headers().get(BINARY)).isEqualTo(context(TRACE).binary());
		ManagedChannel failing = serve((request) -> Mono.error(new NoAppChannelException()),
				(received) -> context(TRACE));
		RawHopCall failed = call(failing, new Metadata(), Frames.request(Verb.GET, "x"));
		assertThat(failed.status().getDescription()).isEqualTo("app channel is not initialized");
		assertThat(failed.headers().get(BINARY)).isEqualTo(context(TRACE).binary());
	}

	@Test
	void whenTheMetadataHoldSomethingElseThenTheCallIsServedAllTheSame() {
		ManagedChannel server = serving((received) -> received);
		Metadata odd = new Metadata();
		odd.put(TEXT, "what is this");
		odd.put(BINARY, HexFormat.of().parseHex("0102"));
		assertThat(servedAfter(server, odd, Frames.request(Verb.GET, "x"))).isEqualTo("none");
	}

	private ManagedChannel serving(TraceContinuation tracing) {
		return serve((request) -> {
			this.served.set(request.trace());
			return Mono.just(Calls.response(200, request.body()));
		}, tracing);
	}

	private String servedAfter(ManagedChannel server, Metadata metadata, InternalInvokeRequest.Builder head) {
		assertThat(call(server, metadata, head).status().isOk()).isTrue();
		TraceContext trace = this.served.get();
		return (trace != null) ? trace.traceparent() : "none";
	}

	private static RawHopCall call(ManagedChannel server, Metadata metadata, InternalInvokeRequest.Builder head) {
		RawHopCall call = RawHopCall.stream(server, metadata).send(Frames.first(head)).complete();
		call.status();
		return call;
	}

	private static Metadata metadata(String text, byte[] binary) {
		Metadata metadata = new Metadata();
		metadata.put(TEXT, text);
		metadata.put(BINARY, binary);
		return metadata;
	}

	private static TraceContext context(String text) {
		return Objects.requireNonNull(TraceContext.parse(text));
	}

}
