package dev.daprinvoke.call;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;

class InvokerLayerTests {

	private final List<String> passed = new ArrayList<>();

	@Test
	void whenLayersAreStackedThenARequestPassesThemInOrder() {
		Invoker stacked = InvokerLayer.stack(List.of(layer("first"), layer("second")), this::innermost);
		stacked.invoke(Calls.get());
		assertThat(this.passed).containsExactly("first", "second", "innermost");
	}

	@Test
	void whenThereAreNoLayersThenTheInvokerIsTheInnermost() {
		Invoker innermost = this::innermost;
		assertThat(InvokerLayer.stack(List.of(), innermost)).isSameAs(innermost);
	}

	private Mono<dev.daprinvoke.message.InvokeResponse> innermost(dev.daprinvoke.message.InvokeRequest request) {
		this.passed.add("innermost");
		return Mono.empty();
	}

	private InvokerLayer layer(String name) {
		return (next) -> (request) -> {
			this.passed.add(name);
			return next.invoke(request);
		};
	}

}
