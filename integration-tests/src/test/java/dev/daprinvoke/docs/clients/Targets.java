package dev.daprinvoke.docs.clients;

import java.util.List;

import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

final class Targets {

	private Targets() {
	}

	// tag::readme[]
	@DaprInvoke("cart")
	interface CartClient {

		@GetExchange("/items")
		List<Item> items();

	}
	// end::readme[]

	// tag::target[]
	@DaprInvoke(value = "${cart.app-id:cart}", path = "/v2")
	interface ConfiguredCartClient {

		@GetExchange("/items")
		List<Item> items();

	}
	// end::target[]

}
