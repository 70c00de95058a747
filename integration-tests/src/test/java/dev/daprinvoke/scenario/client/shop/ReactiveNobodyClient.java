package dev.daprinvoke.scenario.client.shop;

import reactor.core.publisher.Mono;

import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * Calls an app that is not there, and goes on.
 */
@DaprInvoke("nobody")
interface ReactiveNobodyClient {

	@GetExchange("/items/1")
	Mono<Item> item();

}
