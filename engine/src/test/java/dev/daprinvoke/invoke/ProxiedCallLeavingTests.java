package dev.daprinvoke.invoke;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawGrpcCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 3.5, through two sidecars: one of the two sides leaves, or is late.
 */
class ProxiedCallLeavingTests extends ProxyHarness {

	@Test
	void whenADeadlinePassesThenTheAppsWorkIsCancelled() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		GrpcScript cart = cart(untilCancelled(new CountDownLatch(1), cancelled));
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Slow",
				CallOptions.DEFAULT.withDeadlineAfter(400, TimeUnit.MILLISECONDS), 1, "dapr-app-id", "cart");
		assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(cart.calls().get(0).get(RawGrpcCall.key("grpc-timeout"))).isNotNull();
	}

	@Test
	void whenTheClientLeavesThenTheAppsWorkIsCancelled() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		cart(untilCancelled(begun, cancelled));
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Slow", "dapr-app-id", "cart").send("a");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		call.cancel();
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenTheAppEndsItsConnectionsDuringACallThenTheStatusIsUnavailableAndTheNextWorks() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		GrpcScript first = new GrpcScript(untilCancelled(begun, new CountDownLatch(1)));
		int port = first.port();
		callee("cart", app(port));
		ManagedChannel client = client(null);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Slow", "dapr-app-id", "cart").send("a");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		first.close();
		assertThat(call.status().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
		GrpcScript second = new GrpcScript(ECHO);
		later(second::close);
		callee("cart", app(second.port()));
		assertNextWorks(client);
	}

	// Who answers without reading leaves bytes that never get credit.
	@Test
	void whenTheAppAnswersEarlyThenTheRestOfTheRequestIsGivenUpAndTheAppsStreamEnds() throws Exception {
		AtomicInteger open = new AtomicInteger();
		cart((call, metadata) -> {
			open.incrementAndGet();
			call.close(Status.PERMISSION_DENIED.withDescription("no"), new Metadata());
			return new ServerCall.Listener<>() {

				@Override
				public void onCancel() {
					open.decrementAndGet();
				}

				@Override
				public void onComplete() {
					open.decrementAndGet();
				}

			};
		});
		ManagedChannel client = client(null);
		for (int i = 0; i < 20; i++) {
			RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Upload", "dapr-app-id", "cart")
				.send(new byte[1_100_000])
				.complete();
			assertThat(call.status().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
		}
		Await.until("no stream is left", () -> open.get() == 0);
	}

	// What waits for a name or a place is bounded by the stream's window, however small
	// its
	// pieces are.
	@Test
	void whenACallWaitsForItsAppThenWhatTheClientSendsWaitsInItsWindowAndIsNotLost() throws Exception {
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		int port = callee("cart", app(cart.port()));
		Sinks.One<List<Endpoint>> found = Sinks.one();
		this.resolver.answer("cart", found.asMono());
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Bidi", "dapr-app-id", "cart");
		for (int i = 0; i < 5_000; i++) {
			call.send("message " + i);
		}
		call.complete();
		assertThat(call.isOver()).isFalse();
		found.tryEmitValue(List.of(new Endpoint("127.0.0.1", port)));
		assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
		assertThat(call.texts()).hasSize(5_000).startsWith("message 0").endsWith("message 4999");
	}

	@Test
	void whenAClientLeavesWhileItsAppIsLookedForThenNothingIsCalled() throws Exception {
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		int port = callee("cart", app(cart.port()));
		Sinks.One<List<Endpoint>> found = Sinks.one();
		this.resolver.answer("cart", found.asMono());
		ManagedChannel client = client(null);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Bidi", "dapr-app-id", "cart").send("a");
		Await.until("it is looked for", () -> !this.resolver.asked().isEmpty());
		call.cancel();
		Await.until("nobody waits any more", () -> found.currentSubscriberCount() == 0);
		this.resolver.know("cart", new Endpoint("127.0.0.1", port));
		assertNextWorks(client);
		assertThat(cart.calls()).hasSize(1);
	}

}
