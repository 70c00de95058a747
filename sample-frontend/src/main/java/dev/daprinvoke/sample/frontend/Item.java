package dev.daprinvoke.sample.frontend;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One line of a cart.
 *
 * @param name what the customer reads
 * @param quantity number of pieces
 * @param price of one piece, in euros
 */
record Item(String name, int quantity, BigDecimal price) {

	Item {
		Objects.requireNonNull(name, "name: null (expected: what the customer reads)");
		Objects.requireNonNull(price, "price: null (expected: euros)");
	}

	BigDecimal sum() {
		return this.price.multiply(BigDecimal.valueOf(this.quantity));
	}

}
