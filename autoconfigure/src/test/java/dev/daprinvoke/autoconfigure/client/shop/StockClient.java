package dev.daprinvoke.autoconfigure.client.shop;

import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * A reactive client with one method of each kind.
 */
@DaprInvoke(value = "stock.production", headers = "X-Tenant=${tenant:blue}")
public interface StockClient {

	@GetExchange("/items/1")
	Mono<Item> item();

	@GetExchange("/items")
	Flux<Item> items();

	@GetExchange("/items/1")
	Mono<ResponseEntity<Item>> entity();

	@GetExchange("/items/1")
	CompletableFuture<Item> later();

	@GetExchange("/items/1")
	Item now();

	@HttpExchange(url = "/events", method = "GET", accept = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<String>> events();

	@PostExchange("/raw")
	Flux<DataBuffer> raw(@RequestBody Flux<DataBuffer> bytes);

	@DaprFallback(NoStock.class)
	@GetExchange("/items")
	Flux<Item> itemsOrElse();

	@DaprFallback(NoStock.class)
	@GetExchange("/items/2")
	Mono<Item> orElse();

	@DaprFallback(NoStock.class)
	@GetExchange("/items/3")
	CompletableFuture<Item> laterOrElse();

	/** Answers in the app's stead. */
	final class NoStock {

		Flux<Item> itemsOrElse() {
			return Flux.just(new Item(0, "none"));
		}

		Mono<Item> orElse(DaprInvocationException failure) {
			return Mono.just(new Item(failure.getStatusCode().value(), failure.getSource().name()));
		}

		CompletableFuture<Item> laterOrElse() {
			return CompletableFuture.completedFuture(new Item(0, "none"));
		}

	}

}
