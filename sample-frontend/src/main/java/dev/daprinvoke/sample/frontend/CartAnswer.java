package dev.daprinvoke.sample.frontend;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What FrontEnd's page needs to show one call.
 *
 * @param instance name of the Cart that answered
 * @param items lines of the cart
 * @param itemCount number of lines
 * @param total sum over all lines, in euros
 * @param elapsedMillis time the call took, in milliseconds
 * @param url what was called
 */
record CartAnswer(String instance, List<Item> items, int itemCount, BigDecimal total, long elapsedMillis, URI url) {

	/** Whom {@link CartClient} calls. */
	static final URI URL = URI.create("dapr://cart/items");

	static CartAnswer of(Cart cart, Duration elapsed) {
		return new CartAnswer(cart.instance(), cart.items(), cart.items().size(), cart.total(), elapsed.toMillis(),
				URL);
	}

}
