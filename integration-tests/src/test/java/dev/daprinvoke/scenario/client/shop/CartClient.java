package dev.daprinvoke.scenario.client.shop;

import java.io.InputStream;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprRetry;
import dev.daprinvoke.spring.client.DaprTimeout;

/**
 * Calls carts and waits for them.
 */
@DaprInvoke("cart")
interface CartClient {

	@GetExchange("/items/{id}")
	Item item(@PathVariable("id") String id);

	@DaprRetry(maxAttempts = 3, delay = "10ms")
	@GetExchange("/items/busy")
	Item busy();

	@DaprRetry(maxAttempts = 3, delay = "20ms")
	@GetExchange("/items/1")
	Item patiently();

	@DaprTimeout("500ms")
	@GetExchange("/slow")
	Item slow();

	@GetExchange("/slow")
	Item waiting();

	@GetExchange("/cut")
	Item cut();

	@GetExchange("/cut")
	InputStream cutStream();

}
