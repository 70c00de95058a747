package dev.daprinvoke.transport.peer;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.app.HttpAppChannel;
import dev.daprinvoke.transport.app.HttpAppSettings;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both ends of the hop together.
 */
class HopPairTests extends ServerHarness {

	private final GrpcPeerChannel channel = new GrpcPeerChannel(TestLoops.HOP, PeerSettings.DEFAULTS,
			UnaryCallObserver.NONE);

	@AfterEach
	void closeChannel() {
		this.channel.close();
	}

	@Test
	void whenALargeBodyIsEchoedThenBothDirectionsFlowAtOnceAndLittleIsHeld() {
		serve((request) -> Mono.just(Calls.response(200, request.body())));
		int parts = 500;
		AtomicLong made = new AtomicLong();
		AtomicLong read = new AtomicLong();
		AtomicLong mostHeld = new AtomicLong();
		Flux<ByteBuf> body = Flux.range(0, parts).map((i) -> {
			mostHeld.accumulateAndGet(made.addAndGet(64 * 1024) - read.get(), Math::max);
			return Buffers.ofLength(64 * 1024);
		});
		InvokeResponse response = this.channel
			.call(endpoint(), Calls.request(Verb.POST, "m", new InvokeBody.Streaming(body)))
			.blockOptional(LIMIT)
			.orElseThrow();
		response.body().bytes().limitRate(1).doOnNext((part) -> {
			read.addAndGet(part.readableBytes());
			part.release();
		}).then().block(LIMIT.multipliedBy(3));
		assertThat(read).hasValue(parts * 64L * 1024);
		assertThat(mostHeld.get()).isLessThan(8L << 20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "Content-Length: 10\r\n\r\nhalf",
			"Content-Length: 10\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n" })
	void whenTheAppBreaksOffThenWhatItSaidBeforeReachesTheCaller(String answer) throws Exception {
		try (FakeApp app = FakeApp.start((exchange) -> {
			exchange.send("HTTP/1.1 404 Not Found\r\n" + answer);
			exchange.close();
		})) {
			HttpAppChannel channelToApp = new HttpAppChannel(HttpAppSettings.of("127.0.0.1", app.port()),
					TestLoops.APP);
			serve((request) -> channelToApp.invoke(AccessGate.self(request), request));
			for (int round = 0; round < 50; round++) {
				InvokeResponse response = this.channel.call(endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
				assertThat(response.status()).isEqualTo(404);
				StepVerifier.create(response.body().bytes().map(Buffers::text))
					.expectNextCount(answer.contains("half") ? 1 : 0)
					.expectError(PeerException.class)
					.verify(LIMIT);
			}
			channelToApp.close().block(LIMIT);
		}
	}

	@Test
	void whenCallersLeaveAtAnyMomentThenNothingIsLost() {
		serve((request) -> Mono.just(Calls.response(200, request.body())));
		Random random = new Random(21);
		for (int round = 0; round < 300; round++) {
			LeavingCaller caller = new LeavingCaller();
			InvokeRequest request = (round % 2 == 0) ? Calls.post("body") : Calls.request(Verb.POST, "m",
					new InvokeBody.Streaming(Flux.range(0, 20).map((i) -> Buffers.ofLength(1000))));
			this.channel.call(endpoint(), request).subscribe(caller);
			LockSupport.parkNanos(random.nextInt(500_000));
			caller.cancel();
			caller.awaitEnd();
		}
		InvokeResponse last = this.channel.call(endpoint(), Calls.post("last")).blockOptional(LIMIT).orElseThrow();
		assertThat(Buffers.text(last.body())).isEqualTo("last");
	}

	// Contract sections 1.5 and 2.6: the message limit is none for bodies.
	@ParameterizedTest
	@ValueSource(ints = { 1024, 16 * 1024, 65 * 1024, 128 * 1024 })
	void whenMessagesAreLimitedThenLargerBodiesPassInManyFrames(int limit) {
		this.settings = PeerSettings.DEFAULTS.withMaxMessageSize(limit);
		serve((request) -> Mono.just(Calls.response(200, request.body())));
		GrpcPeerChannel limited = new GrpcPeerChannel(TestLoops.HOP, this.settings, UnaryCallObserver.NONE);
		for (int length : new int[] { 1, 2048, 2049, 16 * 1024, 64 * 1024 }) {
			ByteBuf whole = Buffers.ofLength(length);
			assertThat(echoed(limited, new InvokeBody.Whole(whole))).isEqualTo(length);
			Await.until("the body is released", () -> whole.refCnt() == 0);
			Flux<ByteBuf> parts = Flux.range(0, 3).map((i) -> Buffers.ofLength(length));
			assertThat(echoed(limited, new InvokeBody.Streaming(parts))).isEqualTo(3L * length);
		}
		limited.close();
	}

	private long echoed(GrpcPeerChannel through, InvokeBody body) {
		InvokeResponse response = through.call(endpoint(), Calls.request(Verb.POST, "m", body))
			.blockOptional(LIMIT)
			.orElseThrow();
		return response.body().bytes().map((part) -> {
			int length = part.readableBytes();
			part.release();
			return length;
		}).reduce(0L, Long::sum).blockOptional(LIMIT).orElseThrow();
	}

	private Endpoint endpoint() {
		return new Endpoint("127.0.0.1", server().port());
	}

}
