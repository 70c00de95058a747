package dev.daprinvoke.invoke;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.TcpLink;
import dev.daprinvoke.transport.app.GrpcApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 3.5, through two sidecars: calls that are refused, and why.
 */
class ProxiedCallRefusalTests extends ProxyHarness {

	@Test
	void whenACallNamesNobodyThenTheTextDependsOnTracingAsDaprs() throws Exception {
		String traced = "cannot proxy request: missing dapr-callee-app-id or dapr-app-id metadata";
		String untraced = "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found";
		Status with = RawGrpcCall.begin(client(Tracing.of("1", false)), "fix.Echo/Unary").status();
		assertThat(with.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(with.getDescription()).isEqualTo(traced);
		Status without = RawGrpcCall.begin(client(null), "fix.Echo/Unary").status();
		assertThat(without.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(without.getDescription()).isEqualTo(untraced);
	}

	// The other sidecar would believe whatever such a call says of its caller.
	@Test
	void whenAClientCallsAMethodOfTheHopThenItGoesNowhere() throws Exception {
		callee("cart", GrpcApp.none());
		Status status = RawGrpcCall
			.begin(client(null), "dapr.proto.internals.v1.ServiceInvocation/Unknown", "dapr-app-id", "cart")
			.send("a")
			.status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
		assertThat(status.getDescription()).contains("is for sidecars only");
	}

	@Test
	void whenTheTargetIsNoneThenTheTextIsPlain() throws Exception {
		ManagedChannel client = client(null);
		assertUnknown(client, "a.b.c", "invalid app id a.b.c");
		assertUnknown(client, "http://127.0.0.1:1", "invalid app id http://127.0.0.1:1");
		assertUnknown(client, "ghost", "couldn't find service: ghost");
	}

	private static void assertUnknown(ManagedChannel client, String target, String text) throws Exception {
		Status status = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", target).send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
		assertThat(status.getDescription()).isEqualTo(text);
	}

	@Test
	void whenBaggageIsMalformedThenTheCallIsRefused() throws Exception {
		Status status = RawGrpcCall
			.begin(client(Tracing.of("1", false)), "fix.Echo/Unary", "dapr-app-id", "cart", "baggage", "=")
			.status();
		assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
		assertThat(status.getDescription()).startsWith("invalid baggage header: ");
	}

	@Test
	void whenAMessageIsTooLargeThenTheStatusNamesItsSizeTheLimitAndTheFlag() throws Exception {
		GrpcScript cart = cart(ECHO);
		ManagedChannel client = client(null);
		RawGrpcCall call = RawGrpcCall.begin(client, "fix.Echo/Bidi", "dapr-app-id", "cart")
			.send(new byte[(4 << 20) + 1]);
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription())
			.isEqualTo("grpc: received message larger than max (4194305 vs. 4194304); the limit is --max-body-size");
		assertThat(cart.calls()).hasSizeLessThanOrEqualTo(1);
		assertNextWorks(client);
	}

	@Test
	void whenAnAnswerIsTooLargeThenTheStatusSaysSo() throws Exception {
		cart((call, metadata) -> {
			call.sendHeaders(new Metadata());
			call.sendMessage(new byte[5 << 20]);
			call.close(Status.OK, new Metadata());
			return nothing();
		});
		RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Big", "dapr-app-id", "cart").complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription())
			.startsWith("grpc: received message larger than max (5242880 vs. 4194304)");
	}

	// An app's server may allow fewer bytes of headers than a client sent; HTTP/2 then
	// begins no stream, and a reset of it would end the connection with all its calls.
	@Test
	void whenTheMetadataIsMoreThanTheAppTakesThenTheCallFailsAndTheConnectionStays() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		cart((call, metadata) -> call.getMethodDescriptor().getFullMethodName().endsWith("Slow")
				? untilCancelled(begun, new CountDownLatch(1)).startCall(call, metadata)
				: ECHO.startCall(call, metadata));
		ManagedChannel client = client(null);
		RawGrpcCall slow = RawGrpcCall.begin(client, "fix.Echo/Slow", "dapr-app-id", "cart").send("a");
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		RawGrpcCall call = RawGrpcCall
			.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart", "x-large", "x".repeat(9_000))
			.send("a")
			.complete();
		assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription()).startsWith("header list size to send violates");
		assertNextWorks(client);
		assertThat(slow.isOver()).isFalse();
		slow.cancel();
	}

	@Test
	void whenASidecarCannotBeReachedThenTheNextInstanceIsTriedAndElseTheTextNamesIt() throws Exception {
		int dead = Ports.free();
		ManagedChannel client = client(null);
		this.resolver.know("cart", new Endpoint("127.0.0.1", dead));
		Status status = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription())
			.isEqualTo("connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:" + dead
					+ ": connect: connection refused\"");
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		int port = callee("cart", app(cart.port()));
		this.resolver.know("cart", new Endpoint("127.0.0.1", dead), new Endpoint("127.0.0.1", port));
		for (int i = 0; i < 4; i++) {
			assertNextWorks(client);
		}
	}

	@Test
	void whenThereIsNoAppThenTheTextIsThatOfRealDapr() throws Exception {
		callee("cart", GrpcApp.none());
		Status status = RawGrpcCall.begin(client(null), "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).isEqualTo(
				"connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:0: connect: connection refused\"");
	}

	// Whose address was taken over by another app's sidecar is not looked for there again
	// and again.
	@Test
	void whenAnAddressIsStaleThenTheCallEndsThere() throws Exception {
		GrpcScript other = new GrpcScript(ECHO);
		later(other::close);
		int port = callee("other", app(other.port()));
		this.resolver.know("cart", new Endpoint("127.0.0.1", port));
		Status status = RawGrpcCall.begin(client(null), "fix.Echo/Unary", "dapr-app-id", "cart").send("a").status();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription())
			.isEqualTo("app id cart is not here: this is the sidecar of other, the address is stale");
	}

	// Contract section 3.3: a stalled handshake is dialled anew.
	@Test
	void whenTheAppSaysNothingOnItsFirstConnectionThenItIsDialledOnceMore() throws Exception {
		GrpcScript cart = new GrpcScript(ECHO);
		later(cart::close);
		try (TcpLink link = TcpLink.stallingOnce(new Endpoint("127.0.0.1", cart.port()))) {
			callee("cart", app(link.endpoint().port()));
			assertNextWorks(client(null));
		}
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "CI", matches = "true", disabledReason = "takes twenty seconds")
	void whenTheAppTakesConnectionsAndSaysNothingThenTheCallFailsInTime() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			callee("cart", app(silent.getLocalPort()));
			RawGrpcCall call = RawGrpcCall.begin(client(null), "fix.Echo/Unary", "dapr-app-id", "cart").send("a");
			assertThat(call.status(Duration.ofSeconds(40)).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
			assertThat(call.status().getDescription())
				.isEqualTo("connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:"
						+ silent.getLocalPort() + ": i/o timeout\"");
		}
	}

}
