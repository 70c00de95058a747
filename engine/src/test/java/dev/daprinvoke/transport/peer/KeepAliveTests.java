package dev.daprinvoke.transport.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.RawHttp2;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 2.7: both ends ping after ten seconds of silence, also without calls,
 * and give up five seconds later; pings of a peer may come every eight seconds.
 */
class KeepAliveTests {

	private final GrpcPeerChannel channel = new GrpcPeerChannel(TestLoops.HOP, PeerSettings.DEFAULTS,
			UnaryCallObserver.NONE);

	@AfterEach
	void close() {
		this.channel.close();
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "CI", matches = "true", disabledReason = "takes fifteen seconds")
	void whenAPeerIsSilentThenBothEndsPingAndGiveUp() throws Exception {
		PeerServer server = server();
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<long[]> towardsPeers = silence(() -> called(listener));
			CompletableFuture<long[]> towardsCallers = silence(() -> RawHttp2.client(to(server)));
			for (CompletableFuture<long[]> each : List.of(towardsPeers, towardsCallers)) {
				long[] seconds = each.get(40, TimeUnit.SECONDS);
				assertThat(seconds[0]).as("first ping").isBetween(9L, 14L);
				assertThat(seconds[1]).as("end").isBetween(13L, 19L);
			}
		}
		finally {
			server.shutdownNow();
		}
	}

	private RawHttp2 called(ServerSocket listener) throws IOException {
		LeavingCaller caller = new LeavingCaller();
		this.channel.call(new Endpoint("127.0.0.1", listener.getLocalPort()), Calls.get()).subscribe(caller);
		RawHttp2 http2 = RawHttp2.server(listener.accept());
		caller.cancel();
		return http2;
	}

	private static CompletableFuture<long[]> silence(Connecting connecting) {
		return CompletableFuture.supplyAsync(() -> {
			try (RawHttp2 http2 = connecting.connect()) {
				long start = System.nanoTime();
				http2.await(RawHttp2.PING);
				long ping = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
				http2.awaitEnd();
				return new long[] { ping, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) };
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		});
	}

	@Test
	void whenAPeerPingsAllTheTimeThenTheConnectionIsEnded() throws Exception {
		PeerServer server = server();
		try (RawHttp2 http2 = RawHttp2.client(to(server))) {
			http2.sendTimes(6, RawHttp2.PING, 0, new byte[8]);
			byte[] reason = http2.await(RawHttp2.GO_AWAY).payload();
			assertThat(new String(reason, 8, reason.length - 8, StandardCharsets.US_ASCII)).isEqualTo("too_many_pings");
		}
		finally {
			server.shutdownNow();
		}
	}

	private static PeerServer server() throws IOException {
		return PeerServer.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), TestLoops.HOP,
				PeerSettings.DEFAULTS, Calls.app("cart"), (request) -> Mono.empty(), UnaryCallObserver.NONE,
				TraceContinuation.OFF, ServerHarness.NO_PROXY);
	}

	private static Socket to(PeerServer server) throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), server.port());
	}

	@FunctionalInterface
	private interface Connecting {

		RawHttp2 connect() throws IOException;

	}

}
