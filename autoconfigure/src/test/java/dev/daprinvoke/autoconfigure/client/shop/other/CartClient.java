package dev.daprinvoke.autoconfigure.client.shop.other;

import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * A client of the same name for the same app in another package.
 */
@DaprInvoke("${shop.cart:cart}")
public interface CartClient {

	@GetExchange("/total")
	String total();

}
