package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprRetry;

/**
 * A blocking client whose bodies may not convert.
 */
@DaprInvoke("cart")
@DaprRetry(maxAttempts = 3, delay = "1ms", maxDelay = "1ms", allVerbs = true)
interface BlockingItems {

	@GetExchange("/items/1")
	Item item();

	@GetExchange("/items/1")
	ResponseEntity<Item> entity();

	@GetExchange("/items")
	List<Item> items();

	@GetExchange("/items/1")
	InputStream stream();

	@PostExchange("/items")
	void add(@RequestBody Object item);

	@PostExchange(url = "/items", contentType = "application/x-nobody")
	void addOddly(@RequestBody Item item);

	@GetExchange("/items/2")
	@DaprFallback(Instead.class)
	Item orElse();

	@GetExchange("/items/3")
	@DaprFallback(Instead.class)
	Item orThrow();

	/** Answers in the app's stead. */
	final class Instead {

		Item orElse(DaprInvocationException failure) {
			return new Item(failure.getStatusCode().value(), failure.getSource().name());
		}

		Item orThrow() throws IOException {
			throw new IOException("nor here");
		}

	}

	/** What no converter can write. */
	final class Unwritable {

		public String getName() {
			throw new IllegalStateException("has none");
		}

	}

}
