package dev.daprinvoke.benchmarks.clients.shop;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * A declared client.
 */
@DaprInvoke("cart")
public interface ItemClient {

	@GetExchange("/items/{id}")
	Item item(@PathVariable("id") long id);

	@PostExchange("/items")
	Item add(@RequestBody Item item);

}
