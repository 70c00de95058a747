package dev.daprinvoke.sample.cart;

import java.math.BigDecimal;
import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers what is in the cart.
 */
@RestController
class CartController {

	private static final List<Item> ITEMS = List.of(new Item("Coffee beans, 1 kg", 2, new BigDecimal("18.90")),
			new Item("Pour-over filter", 1, new BigDecimal("24.50")),
			new Item("Stoneware mug", 4, new BigDecimal("9.75")));

	private final CartProperties properties;

	CartController(CartProperties properties) {
		this.properties = properties;
	}

	@GetMapping("/items")
	Cart items() {
		return new Cart(this.properties.instance(), ITEMS);
	}

	@GetMapping(path = "/healthz", produces = "text/plain")
	String healthz() {
		return "ok";
	}

}
