package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A start that is broken off, or that finds what it needs taken or missing.
 */
class SidecarStartTests extends WholeSidecar {

	@Test
	void whenAStopIsAskedForBeforeTheStartThenItEndsAtOnceWithZero() throws Exception {
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(run(sqlite(this.folder.resolve("hosts.db"))))).isZero();
		assertNothingLeft();
	}

	@Test
	void whenAStopIsAskedForWhileThePortIsAwaitedThenItEndsWithZero() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.http, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
			awaitAnswer(this.metrics, running);
			this.stop.complete(Ask.STOP);
			assertThat(exitCode(running)).isZero();
			assertThat(taken.isClosed()).isFalse();
		}
		assertNothingLeft();
	}

	@Test
	void whenAStopIsAskedForWhileTheAppIsAwaitedThenItEndsWithZero() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")), "--app-port=" + Ports.free());
		awaitAnswer(this.http, running);
		assertThat(get(this.http, "/v1.0/healthz").status()).isEqualTo(500);
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
	}

	@Test
	void whenTheHttpPortStaysTakenThenTheStartFailsAndNothingIsLeft() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.http, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> running.get(60, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(StartupException.class)
				.withMessageStartingWith("could not listen on any endpoint: ");
			assertThat(taken.isClosed()).isFalse();
		}
		assertNothingLeft();
	}

	@Test
	void whenTheMetricsPortIsTakenThenTheStartFailsAndNothingIsLeft() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.metrics, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> running.get(60, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(StartupException.class)
				.withMessageStartingWith("The metrics port " + taken.getLocalPort() + " cannot be bound: ");
		}
		assertNothingLeft();
	}

	@Test
	void whenItIsReadyThenNoCallShowsThatNobodyMade() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
		awaitReady(running);
		assertThat(get(this.metrics, "/metrics").body()).contains("process_resident_memory_bytes")
			.doesNotContain("warm-up", "dapr_runtime_service_invocation", "dapr_http_client", "dapr_grpc_io");
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
	}

	@Test
	void whenTheResolverIsUnknownThenTheSidecarStaysUpAndCallsFail() throws Exception {
		CompletableFuture<Integer> running = run(configuration("{component: zookeeper}"));
		awaitReady(running);
		assertThat(get(this.http, "/v1.0/invoke/other/method/x").body())
			.isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
					+ "\"failed to invoke, id: other, err: name resolver not initialized\"}");
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
	}

}
