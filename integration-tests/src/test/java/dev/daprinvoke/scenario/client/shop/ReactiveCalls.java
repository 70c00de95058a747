package dev.daprinvoke.scenario.client.shop;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;

/**
 * Calls whose callers go on.
 */
@Component
class ReactiveCalls {

	private final ReactiveCartClient cart;

	private final ReactiveNobodyClient nobody;

	ReactiveCalls(ReactiveCartClient cart, ReactiveNobodyClient nobody) {
		this.cart = cart;
		this.nobody = nobody;
	}

	Mono<String> call(String what) {
		return switch (what) {
			case "busy" -> this.cart.busy().map(Item::name);
			case "patiently" -> this.cart.patiently().map(Item::name);
			case "slow" -> this.cart.slow().map(Item::name);
			case "waiting" -> this.cart.waiting().map(Item::name);
			case "cut" -> this.cart.cut().map(Item::name);
			case "cut-stream" ->
				this.cart.cutStream().doOnNext(DataBufferUtils::release).count().map((pieces) -> pieces + " pieces");
			case "nobody" -> this.nobody.item().map(Item::name);
			default -> this.cart.item(what).map(Item::name);
		};
	}

}
