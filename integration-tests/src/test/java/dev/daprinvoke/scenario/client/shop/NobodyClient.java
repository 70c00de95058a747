package dev.daprinvoke.scenario.client.shop;

import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * Calls an app that is not there, and waits for it.
 */
@DaprInvoke("nobody")
interface NobodyClient {

	@GetExchange("/items/1")
	Item item();

}
