package dev.daprinvoke.sample.frontend;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * The cart as Cart answers it.
 *
 * @param instance name of the instance that answered
 * @param items lines in the order they were put in
 */
record Cart(String instance, List<Item> items) {

	Cart {
		Objects.requireNonNull(instance, "instance: null (expected: the name of a Cart)");
		items = List.copyOf(items);
	}

	BigDecimal total() {
		return this.items.stream().map(Item::sum).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
