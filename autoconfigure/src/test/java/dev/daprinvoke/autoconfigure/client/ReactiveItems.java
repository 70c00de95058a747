package dev.daprinvoke.autoconfigure.client;

import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprRetry;

/**
 * A reactive client whose bodies may not convert.
 */
@DaprInvoke("cart")
@DaprRetry(maxAttempts = 3, delay = "1ms", maxDelay = "1ms", allVerbs = true)
interface ReactiveItems {

	@GetExchange("/items/1")
	Mono<Item> item();

	@GetExchange("/items")
	Flux<Item> items();

	@GetExchange("/items")
	Mono<ResponseEntity<Flux<Item>>> entity();

	@GetExchange("/items")
	CompletableFuture<ResponseEntity<Flux<Item>>> laterEntity();

	@GetExchange("/items/1")
	CompletableFuture<Item> later();

	@GetExchange("/items/1")
	Item now();

	@PostExchange("/items")
	Mono<Void> add(@RequestBody Object item);

	@PostExchange(url = "/items", contentType = "application/x-nobody")
	Mono<Void> addOddly(@RequestBody Item item);

	@GetExchange("/items/2")
	@DaprFallback(Instead.class)
	Mono<Item> orElse();

	/** Answers in the app's stead. */
	final class Instead {

		Mono<Item> orElse(DaprInvocationException failure) {
			return Mono.just(new Item(failure.getStatusCode().value(), failure.getSource().name()));
		}

	}

}
