package dev.daprinvoke.scenario.client.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.springframework.stereotype.Component;

/**
 * Calls whose callers wait.
 */
@Component
class BlockingCalls {

	private final CartClient cart;

	private final NobodyClient nobody;

	BlockingCalls(CartClient cart, NobodyClient nobody) {
		this.cart = cart;
		this.nobody = nobody;
	}

	String call(String what) throws IOException {
		return switch (what) {
			case "busy" -> this.cart.busy().name();
			case "patiently" -> this.cart.patiently().name();
			case "slow" -> this.cart.slow().name();
			case "waiting" -> this.cart.waiting().name();
			case "cut" -> this.cart.cut().name();
			case "cut-stream" -> cutStream();
			case "nobody" -> this.nobody.item().name();
			case "thread" -> Thread.currentThread().toString();
			default -> this.cart.item(what).name();
		};
	}

	private String cutStream() throws IOException {
		try (InputStream body = this.cart.cutStream()) {
			return body.transferTo(OutputStream.nullOutputStream()) + " bytes";
		}
	}

}
