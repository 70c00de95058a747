package dev.daprinvoke.transport.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawHttp2;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams beneath gRPC, and the connections that they use. */
class RawConnectionTests {

	private final GrpcScript server = new GrpcScript((call, metadata) -> {
		call.sendHeaders(new Metadata());
		return new ServerCall.Listener<>() {
		};
	});

	private final ConnectionPool pool = ConnectionPool.toApp(TestLoops.HOP, PeerSettings.DEFAULTS,
			AppSecurity.PLAINTEXT);

	private final PeerKey key = PeerKey.of(new Endpoint("127.0.0.1", this.server.port()), Calls.app("cart"));

	@AfterEach
	void close() {
		this.pool.close();
		this.server.close();
	}

	@Test
	void whenTheConnectionIsLostThenAStreamIsRefusedOnce() throws Exception {
		PooledConnection connection = connect();
		RawConnection frames = Objects.requireNonNull(connection.frames());
		this.server.close();
		Await.until("the connection is lost", () -> !frames.isUsable());
		Counting reader = new Counting();
		CompletableFuture.runAsync(() -> frames.open(request(), reader), frames.loop()).get(10, TimeUnit.SECONDS);
		CompletableFuture.runAsync(() -> {
		}, frames.loop()).get(10, TimeUnit.SECONDS);
		assertThat(reader.refused).hasValue(1);
		assertThat(reader.closed).hasValue(0);
	}

	// Netty would take it for an error of the whole connection.
	@Test
	void whenHeadersAreWrittenBehindTheEndThenTheyFailAndTheConnectionStays() throws Exception {
		PooledConnection connection = connect();
		RawConnection frames = Objects.requireNonNull(connection.frames());
		Counting reader = new Counting();
		CompletableFuture<ChannelFuture> late = new CompletableFuture<>();
		frames.run(() -> {
			RawStream stream = frames.open(request(), reader);
			stream.headers(new DefaultHttp2Headers(), true);
			late.complete(stream.headers(new DefaultHttp2Headers(), true));
		});
		assertThat(late.get(10, TimeUnit.SECONDS).isSuccess()).isFalse();
		assertThat(reader.answered.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(frames.isUsable()).isTrue();
	}

	@Test
	void whenAConnectionIsAskedForAndNobodyWaitsForItThenItIsNotTaken() {
		PooledConnection connection = connect();
		connection.end();
		Mono<PooledConnection> unused = this.pool.open(this.key);
		assertThat(connection.uses()).isZero();
		unused.subscribe().dispose();
		assertThat(connection.uses()).isOne();
	}

	@Test
	void whenWhoAskedForAConnectionHasLeftThenItIsGivenBack() {
		PooledConnection connection = connect();
		connection.end();
		this.pool.open(this.key).doOnSubscribe((asked) -> asked.cancel()).subscribe();
		assertThat(connection.uses()).isZero();
	}

	// gRPC asks whether a peer lives after ten seconds of silence and gives up after
	// five; a
	// link full of data may take longer to bring the answer.
	@Test
	@EnabledIfEnvironmentVariable(named = "CI", matches = "true", disabledReason = "takes eighteen seconds")
	void whenAPeerSendsDataAndAnswersNoPingThenItIsAlive() throws Exception {
		ConnectionPool peers = ConnectionPool.toPeers(TestLoops.HOP, PeerSettings.DEFAULTS);
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			PeerKey peer = PeerKey.of(new Endpoint("127.0.0.1", listener.getLocalPort()), Calls.app("cart"));
			CompletableFuture<PooledConnection> opened = peers.open(peer).toFuture();
			try (RawHttp2 http2 = RawHttp2.server(listener.accept())) {
				RawConnection frames = Objects.requireNonNull(opened.get(10, TimeUnit.SECONDS).frames());
				Counting reader = new Counting();
				frames.run(() -> frames.open(request(), reader));
				int stream = http2.await(RawHttp2.HEADERS).stream();
				http2.sendHeaders(stream, false, new byte[] { (byte) 0x88 });
				Flux.interval(Duration.ofSeconds(1)).take(18).toIterable().forEach((tick) -> send(http2, stream));
				assertThat(reader.closed).hasValue(0);
				assertThat(frames.isUsable()).isTrue();
			}
		}
		finally {
			peers.close();
		}
	}

	private static void send(RawHttp2 http2, int stream) {
		try {
			http2.sendData(stream, new byte[1]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private PooledConnection connect() {
		return Objects.requireNonNull(this.pool.open(this.key).block());
	}

	private static Http2Headers request() {
		return new DefaultHttp2Headers().method("POST")
			.scheme("http")
			.authority("cart")
			.path("/fix.Echo/Unary")
			.add("content-type", "application/grpc")
			.add("te", "trailers");
	}

	private static final class Counting implements StreamReader {

		private final CountDownLatch answered = new CountDownLatch(1);

		private final AtomicInteger refused = new AtomicInteger();

		private final AtomicInteger closed = new AtomicInteger();

		@Override
		public void headersRead(Http2Headers headers, boolean end) {
			this.answered.countDown();
		}

		@Override
		public int dataRead(ByteBuf data, int credit, boolean end) {
			return credit;
		}

		@Override
		public void resetRead(long error) {
		}

		@Override
		public void refused(@Nullable Throwable reason) {
			this.refused.incrementAndGet();
		}

		@Override
		public void closed() {
			this.closed.incrementAndGet();
		}

	}

}
