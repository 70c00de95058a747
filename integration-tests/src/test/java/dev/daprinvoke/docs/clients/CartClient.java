package dev.daprinvoke.docs.clients;

import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

// tag::interface[]
@DaprInvoke("cart")
interface CartClient {

	@GetExchange("/items")
	List<Item> items();

	@GetExchange("/items/{name}")
	Item item(@PathVariable String name, @RequestParam(required = false) String currency);

	@PostExchange("/items")
	ResponseEntity<Void> add(@RequestBody Item item, @RequestHeader("Idempotency-Key") String key);

}
// end::interface[]
