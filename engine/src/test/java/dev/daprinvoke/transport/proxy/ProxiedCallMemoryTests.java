package dev.daprinvoke.transport.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;

import static org.assertj.core.api.Assertions.assertThat;

/** What passing calls do when memory is short. */
class ProxiedCallMemoryTests extends DoorHarness {

	private static final byte[] ENHANCE_YOUR_CALM = { 0, 0, 0, 11 };

	@Test
	void whenMemoryIsShortThenNoCallBeginsUntilItIsThereAgain() throws Exception {
		GrpcScript cart = cart((call, metadata) -> {
			call.close(Status.OK, new Metadata());
			return nothing();
		});
		ManagedChannel client = client(to(cart.port()));
		this.memoryIsShort.set(true);
		Status refused = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart").complete().status();
		assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		this.memoryIsShort.set(false);
		Status taken = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart").complete().status();
		assertThat(taken.getCode()).isEqualTo(Status.Code.OK);
	}

	@Test
	void whenTheAnswerIsNotReadAndMemoryRunsOutThenTheStreamIsResetAtOnce() throws Exception {
		CompletableFuture<ServerCall<byte[], byte[]>> app = new CompletableFuture<>();
		GrpcScript cart = cart((call, metadata) -> {
			call.sendHeaders(new Metadata());
			app.complete(call);
			return nothing();
		});
		try (RawHttp2 client = clientThatReadsNothing(cart)) {
			client.call(1, "/fix.Echo/Download");
			ServerCall<byte[], byte[]> answer = app.get(10, TimeUnit.SECONDS);
			answer.sendMessage(new byte[100]);
			Await.until("the request's end and data have passed", () -> this.passed.get() > 1);
			this.memoryIsOut.set(true);
			answer.sendMessage(new byte[100]);
			assertThat(client.await(RawHttp2.RST_STREAM).payload()).containsExactly(ENHANCE_YOUR_CALM);
			Await.until("the app's work is cancelled", answer::isCancelled);
		}
	}

	@Test
	void whenTheEndOfAnAnswerIsNotReadAndMemoryRunsOutThenTheStreamIsReset() throws Exception {
		GrpcScript cart = cart((call, metadata) -> {
			call.sendHeaders(new Metadata());
			call.sendMessage(new byte[100]);
			call.close(Status.OK, new Metadata());
			return nothing();
		});
		try (RawHttp2 client = clientThatReadsNothing(cart)) {
			client.call(1, "/fix.Echo/Download");
			Await.until("the request's end and data have passed", () -> this.passed.get() > 1);
			this.memoryIsOut.set(true);
			assertThat(client.await(RawHttp2.RST_STREAM).payload()).containsExactly(ENHANCE_YOUR_CALM);
		}
	}

	// While the app goes on waiting for it to read.
	@Test
	void whenAnOpenAnswerIsNotReadAndMemoryRunsOutThenTheStreamIsReset() throws Exception {
		CompletableFuture<ServerCall<byte[], byte[]>> app = new CompletableFuture<>();
		GrpcScript cart = cart((call, metadata) -> {
			call.sendHeaders(new Metadata());
			call.sendMessage(new byte[100]);
			app.complete(call);
			return nothing();
		});
		try (RawHttp2 client = clientThatReadsNothing(cart)) {
			client.call(1, "/fix.Echo/Download");
			Await.until("the request's end and data have passed", () -> this.passed.get() > 1);
			this.memoryIsOut.set(true);
			assertThat(client.await(RawHttp2.RST_STREAM).payload()).containsExactly(ENHANCE_YOUR_CALM);
			Await.until("the app's work is cancelled", app.get(10, TimeUnit.SECONDS)::isCancelled);
		}
	}

	@Test
	void whenTheAppDoesNotReadAndMemoryRunsOutThenTheCallFails() throws Exception {
		GrpcScript cart = cart((call, metadata) -> nothing());
		RawGrpcCall call = RawGrpcCall.begin(client(to(cart.port())), "fix.Echo/Upload");
		for (int i = 0; i < 20; i++) {
			call.send(new byte[1 << 20]);
		}
		Await.until("the client is asked to wait", () -> !call.isReady() && this.passed.get() > 20);
		this.memoryIsOut.set(true);
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
	}

	@Test
	void whenManyCallsWithMuchMetadataWaitThenFurtherOnesAreRefused() throws Exception {
		ManagedChannel client = client((call) -> Mono.never());
		List<RawGrpcCall> calls = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			calls.add(RawGrpcCall.begin(client, "fix.Echo/Unary", "x-large", "x".repeat(MOST_HEADS / 2 - 2_000)));
		}
		// Which one comes last is up to the client, whose first calls wait for its
		// connection.
		Await.until("one is refused", () -> calls.stream().anyMatch(RawGrpcCall::isOver));
		List<RawGrpcCall> waiting = calls.stream().filter((call) -> !call.isOver()).toList();
		assertThat(waiting).hasSize(2);
		calls.removeAll(waiting);
		assertThat(calls.get(0).status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		waiting.forEach(RawGrpcCall::cancel);
		Await.until("there is room again", () -> afterASecond(client) == Status.Code.DEADLINE_EXCEEDED);
	}

	private static Status.Code afterASecond(ManagedChannel client) {
		CallOptions second = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
		try {
			return RawGrpcCall.begin(client, "fix.Echo/Unary", second, 1, "x-large", "x".repeat(MOST_HEADS / 2))
				.status()
				.getCode();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private RawHttp2 clientThatReadsNothing(GrpcScript cart) throws IOException {
		return RawHttp2.clientThatReadsNothing(
				new Socket(InetAddress.getLoopbackAddress(), serve(toConnected(cart.port())).getPort()));
	}

	private GrpcScript cart(ServerCallHandler<byte[], byte[]> behaviour) {
		GrpcScript cart = new GrpcScript(behaviour);
		later(cart::close);
		return cart;
	}

	private static ServerCall.Listener<byte[]> nothing() {
		return new ServerCall.Listener<>() {
		};
	}

}
