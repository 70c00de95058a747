package dev.daprinvoke.docs.testing;

import java.math.BigDecimal;
import java.util.List;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Service;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

@SpringBootApplication
class ShopApplication {

	record Item(String name, int quantity, BigDecimal price) {

	}

	@DaprInvoke("cart")
	interface CartClient {

		@GetExchange("/items")
		List<Item> items();

	}

	@Service
	static class Checkout {

		private final CartClient cart;

		Checkout(CartClient cart) {
			this.cart = cart;
		}

		BigDecimal total() {
			return this.cart.items().stream().map(Item::price).reduce(BigDecimal.ZERO, BigDecimal::add);
		}

	}

}
