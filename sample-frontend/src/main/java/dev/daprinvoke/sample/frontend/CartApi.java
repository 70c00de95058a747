package dev.daprinvoke.sample.frontend;

import java.time.Duration;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

/**
 * Serves what the page fetches.
 */
@RestController
class CartApi {

	private final CartClient client;

	CartApi(CartClient client) {
		this.client = client;
	}

	@GetMapping("/api/cart")
	CartAnswer cart() {
		long start = System.nanoTime();
		Cart cart = this.client.cart().orElseThrow(() -> new RestClientException("The answer is empty."));
		return CartAnswer.of(cart, Duration.ofNanos(System.nanoTime() - start));
	}

	@GetMapping(path = "/healthz", produces = "text/plain")
	String healthz() {
		return "ok";
	}

}
