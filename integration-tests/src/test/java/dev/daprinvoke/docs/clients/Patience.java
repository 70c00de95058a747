package dev.daprinvoke.docs.clients;

import java.math.BigDecimal;
import java.util.List;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PutExchange;

import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprRetry;
import dev.daprinvoke.spring.client.DaprTimeout;

final class Patience {

	private Patience() {
	}

	// tag::start[]
	@DaprInvoke("cart")
	@DaprTimeout("2s")
	@DaprRetry(maxAttempts = 3)
	@DaprFallback(EmptyCart.class)
	interface PatientCartClient {

		@GetExchange("/items")
		List<Item> items();

	}

	static class EmptyCart {

		List<Item> items() {
			return List.of();
		}

	}
	// end::start[]

	// tag::methods[]
	@DaprInvoke("cart")
	@DaprTimeout("5s")
	interface CarefulCartClient {

		@GetExchange("/items")
		@DaprTimeout("500ms")
		@DaprFallback(NoItems.class)
		List<Item> items();

		@PutExchange("/items/{name}")
		@DaprRetry(maxAttempts = 5, delay = "200ms", maxDelay = "1s", statuses = { 429, 503 })
		void put(@PathVariable String name, @RequestBody Item item);

	}
	// end::methods[]

	// tag::fallback[]
	static class NoItems {

		List<Item> items(DaprInvocationException failure) {
			return List.of(new Item(failure.getTarget() + " is away", 1, BigDecimal.ZERO));
		}

	}
	// end::fallback[]

}
