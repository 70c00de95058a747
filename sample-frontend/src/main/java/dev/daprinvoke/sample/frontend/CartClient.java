package dev.daprinvoke.sample.frontend;

import java.util.Optional;

import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * The app called cart.
 */
@DaprInvoke("cart")
interface CartClient {

	/**
	 * Asks for the cart.
	 * @return the cart, or nothing if the answer was empty
	 */
	@GetExchange("/items")
	Optional<Cart> cart();

}
