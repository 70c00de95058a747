package dev.daprinvoke.scenario;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.RawHopCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heads and unary messages of megabytes, which only another sidecar can send: those
 * beyond the memory fail, and the sidecar goes on.
 */
@Timeout(120)
class LargeHeadsTests {

	/** The most that large heads may hold: an eighth of the heap. */
	private static final int MEMORY = 26 << 20;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "4000000, 40", "250000, 400" })
	void whenCallsWithLargeHeadsStayOpenThenThoseBeyondTheMemoryFail(int size, int calls) {
		byte[] frame = Frames.first(Frames.request(Verb.POST, "large").putMetadata("X-B", values(size)));
		try (Pair pair = Pair.start(this.folder)) {
			ManagedChannel channel = channel(pair);
			List<RawHopCall> open = new ArrayList<>();
			for (int i = 0; i < calls; i++) {
				open.add(RawHopCall.stream(channel, 1).send(frame));
			}
			Waiting.until("only calls that fit are open", PATIENCE,
					() -> open.stream().filter((call) -> !call.isOver()).count() <= MEMORY / size + 1);
			assertThat(pair.callee().http().statusOf("/v1.0/healthz")).isEqualTo(204);
			open.forEach(RawHopCall::cancel);
			assertWorks(pair);
			channel.shutdownNow();
		}
	}

	@Test
	void whenUnaryMessagesAreLargeThenTheSidecarOutlivesThem() {
		var request = Frames.request(Verb.POST, "ok");
		request.getMessageBuilder().getDataBuilder().setValue(ByteString.copyFrom(new byte[4_000_000]));
		byte[] message = request.build().toByteArray();
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().on("/ok", (exchange) -> {
				exchange.body().transferTo(OutputStream.nullOutputStream());
				exchange.respond(200, "ok");
			});
			ManagedChannel channel = channel(pair);
			List<RawHopCall> calls = new ArrayList<>();
			for (int i = 0; i < 12; i++) {
				calls.add(RawHopCall.unary(channel, message));
			}
			calls.forEach(RawHopCall::status);
			assertWorks(pair);
			channel.shutdownNow();
		}
	}

	private static dev.daprinvoke.protocol.internals.ListStringValue values(int size) {
		return Frames.values("z".repeat(size));
	}

	private static ManagedChannel channel(Pair pair) {
		return NettyChannelBuilder.forAddress("127.0.0.1", pair.callee().internalPort()).usePlaintext().build();
	}

	private static void assertWorks(Pair pair) {
		Waiting.until("calls go on", PATIENCE,
				() -> pair.caller().http().get("/v1.0/invoke/callee/method/ok").status() == 200);
		assertThat(pair.callee().process().output().contains("OutOfMemoryError")).isFalse();
	}

}
