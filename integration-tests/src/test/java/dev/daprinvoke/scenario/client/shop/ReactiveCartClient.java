package dev.daprinvoke.scenario.client.shop;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprRetry;
import dev.daprinvoke.spring.client.DaprTimeout;

/**
 * Calls carts and goes on.
 */
@DaprInvoke("cart")
interface ReactiveCartClient {

	@GetExchange("/items/{id}")
	Mono<Item> item(@PathVariable("id") String id);

	@DaprRetry(maxAttempts = 3, delay = "10ms")
	@GetExchange("/items/busy")
	Mono<Item> busy();

	@DaprRetry(maxAttempts = 3, delay = "20ms")
	@GetExchange("/items/1")
	Mono<Item> patiently();

	@DaprTimeout("500ms")
	@GetExchange("/slow")
	Mono<Item> slow();

	@GetExchange("/slow")
	Mono<Item> waiting();

	@GetExchange("/cut")
	Mono<Item> cut();

	@GetExchange("/cut")
	Flux<DataBuffer> cutStream();

}
