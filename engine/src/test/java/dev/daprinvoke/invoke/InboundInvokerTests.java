package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.error.NoAppChannelException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.AccessPolicy;
import dev.daprinvoke.policy.access.Decision;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeAppChannel;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.transport.app.AppChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way of another sidecar's call to the own app (contract sections 2.5 and 2.8).
 */
class InboundInvokerTests {

	private final FakeAppChannel app = FakeAppChannel.echoing();

	@Test
	void whenTheCallIsAdmittedThenTheAppIsCalledWithItsPermit() {
		InboundInvoker invoker = new InboundInvoker(new AccessGate(AccessPolicy.ALLOW_ALL), this.app, List.of());
		InvokeRequest request = Calls.post("body");
		assertThat(Buffers.text(invoker.invoke(request).blockOptional(Duration.ofSeconds(10)).orElseThrow().body()))
			.isEqualTo("body");
		assertThat(this.app.permits()).singleElement()
			.satisfies((permit) -> assertThat(permit.method()).isSameAs(request.method()))
			.satisfies((permit) -> assertThat(permit.mode()).isSameAs(Permit.Mode.PEER));
	}

	@Test
	void whenTheCallIsDeniedThenTheAppIsNotCalledAndLayersSeeIt() {
		List<String> layers = new ArrayList<>();
		InboundInvoker invoker = new InboundInvoker(new AccessGate((request) -> new Decision(false, "test")), this.app,
				List.of((next) -> (request) -> {
					layers.add("passed");
					return next.invoke(request);
				}));
		assertFails(invoker, AccessDeniedException.class);
		assertThat(layers).containsExactly("passed");
		assertThat(this.app.requests()).isEmpty();
	}

	@Test
	void whenAPolicyFailsThenTheAppIsNotCalled() {
		assertFails(new InboundInvoker(new AccessGate((request) -> {
			throw new IllegalStateException("a bug");
		}), this.app, List.of()), IllegalStateException.class);
		assertThat(this.app.requests()).isEmpty();
	}

	@Test
	void whenThereIsNoAppPortThenTheCallFails() {
		assertFails(new InboundInvoker(new AccessGate(AccessPolicy.ALLOW_ALL), AppChannel.none(), List.of()),
				NoAppChannelException.class);
	}

	private static void assertFails(InboundInvoker invoker, Class<? extends Throwable> type) {
		ByteBuf content = Buffers.of("body");
		LeavingCaller caller = new LeavingCaller();
		invoker.invoke(Calls.request(Verb.POST, "m", new InvokeBody.Whole(content))).subscribe(caller);
		assertThat(caller.failure()).isInstanceOf(type);
		assertThat(content.refCnt()).isZero();
	}

}
