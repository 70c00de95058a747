package dev.daprinvoke.transport.app;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeAppChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Layers around the way to the app, among them the token (contract section 4,
 * {@code APP_API_TOKEN}).
 */
class AppLayersTests {

	private final FakeAppChannel app = FakeAppChannel.echoing();

	@Test
	void whenThereAreLayersThenACallPassesThemInOrderWithItsOwnPermit() {
		StringBuilder order = new StringBuilder();
		AppChannel layered = this.app.within(List.of(noting(order, "a"), noting(order, "b")))
			.within(List.of(noting(order, "outer ")));
		InvokeRequest request = Calls.post("body");
		Permit permit = AccessGate.self(request);
		layered.invoke(permit, request).blockOptional().orElseThrow().body().discard();
		assertThat(order).hasToString("outer ab");
		assertThat(this.app.permits()).containsExactly(permit);
	}

	private static InvokerLayer noting(StringBuilder order, String name) {
		return (next) -> (request) -> {
			order.append(name);
			return next.invoke(request);
		};
	}

	@Test
	void whenThereAreNoLayersThenThereIsNoFurtherChannel() {
		assertThat(this.app.within(List.of())).isSameAs(this.app);
	}

	@Test
	void whenTheAppHasATokenThenItIsShownInThePlaceOfAnyOther() {
		InvokeRequest request = Calls.get();
		request.headers().add("dapr-api-token", "from-client").add("Dapr-Api-Token", "again");
		this.app.within(List.of(new AppToken("appsecret")))
			.invoke(AccessGate.self(request), request)
			.blockOptional()
			.orElseThrow();
		assertThat(this.app.requests().get(0).headers()).hasToString("[X-Test: 1, Dapr-Api-Token: appsecret]");
	}

}
