package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.AppSecurity;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.PeerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Contract section 4: the health of an app that speaks gRPC. */
@Timeout(60)
class GrpcHealthProbeTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final ConnectionPool pool = ConnectionPool.toApp(TestLoops.HOP, PeerSettings.DEFAULTS,
			AppSecurity.PLAINTEXT);

	@AfterEach
	void close() {
		this.pool.close();
	}

	private GrpcHealthProbe probe(int port) {
		return new GrpcHealthProbe(this.pool, PeerKey.of(new Endpoint("127.0.0.1", port), Calls.app("cart")));
	}

	private static void end(ServerCall<byte[], byte[]> call, Status status) {
		if (status.isOk()) {
			call.sendHeaders(new Metadata());
			call.sendMessage(new byte[0]);
		}
		call.close(status, new Metadata());
	}

	@ParameterizedTest
	@EnumSource(Status.Code.class)
	void whenTheAppAnswersThenItsStatusIsTold(Status.Code code) {
		try (GrpcScript app = new GrpcScript((call, metadata) -> {
			end(call, code.toStatus());
			return new ServerCall.Listener<>() {
			};
		})) {
			StatusCode told = probe(app.port()).ask().block(LIMIT);
			assertThat(told).isNotNull().extracting(StatusCode::ordinal).isEqualTo(code.value());
			assertThat(app.methods()).containsExactly("dapr.proto.runtime.v1.AppCallbackHealthCheck/HealthCheck");
		}
	}

	@Test
	void whenTheAppAnswersByMoreThanItShouldThenTheProbeStillEnds() {
		try (GrpcScript app = new GrpcScript((call, metadata) -> {
			call.sendHeaders(new Metadata());
			call.sendMessage(new byte[0]);
			end(call, Status.OK);
			return new ServerCall.Listener<>() {
			};
		})) {
			assertThat(probe(app.port()).ask().block(LIMIT)).isNotNull();
		}
	}

	@Test
	void whenTheAppIsDownThenTheProbeFailsAndNotOnceItIsUp() throws IOException {
		int port;
		try (ServerSocket taken = new ServerSocket(0)) {
			port = taken.getLocalPort();
		}
		assertThat(catchThrowable(() -> probe(port).ask().block(LIMIT))).isNotNull();
		try (GrpcScript app = new GrpcScript((call, metadata) -> {
			end(call, Status.OK);
			return new ServerCall.Listener<>() {
			};
		}, port)) {
			assertThat(probe(app.port()).ask().block(LIMIT)).isEqualTo(StatusCode.OK);
		}
	}

	@Test
	void whenAProbeIsGivenUpThenTheAppIsToldAndTheNextWorks() {
		AtomicBoolean silent = new AtomicBoolean(true);
		AtomicInteger cancelled = new AtomicInteger();
		try (GrpcScript app = new GrpcScript((call, metadata) -> {
			if (!silent.get()) {
				end(call, Status.OK);
			}
			return new ServerCall.Listener<>() {

				@Override
				public void onCancel() {
					cancelled.incrementAndGet();
				}

			};
		})) {
			GrpcHealthProbe probe = probe(app.port());
			for (int i = 1; i <= 3; i++) {
				int asked = i;
				Disposable asking = probe.ask().subscribe();
				Await.until("the app is asked", () -> app.calls().size() == asked);
				asking.dispose();
				Await.until("the app is told", () -> cancelled.get() == asked);
			}
			silent.set(false);
			assertThat(probe.ask().block(LIMIT)).isEqualTo(StatusCode.OK);
		}
	}

}
