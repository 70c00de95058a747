package dev.daprinvoke.sample.frontend;

import java.time.Duration;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves what the page fetches.
 */
@RestController
class CartApi {

	private final CartClient client;

	private final CartClientProperties properties;

	CartApi(CartClient client, CartClientProperties properties) {
		this.client = client;
		this.properties = properties;
	}

	@GetMapping("/api/cart")
	CartAnswer cart() {
		long start = System.nanoTime();
		Cart cart = this.client.fetch();
		return CartAnswer.of(cart, Duration.ofNanos(System.nanoTime() - start), this.properties.itemsUrl());
	}

	@GetMapping(path = "/healthz", produces = "text/plain")
	String healthz() {
		return "ok";
	}

	@ExceptionHandler
	ProblemDetail explain(CartCallException failure) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, failure.advice());
		problem.setTitle(failure.getMessage());
		problem.setProperty("url", failure.url());
		if (failure.answeredStatus() != 0) {
			problem.setProperty("answeredStatus", failure.answeredStatus());
		}
		if (failure.answeredBody() != null) {
			problem.setProperty("answeredBody", failure.answeredBody());
		}
		return problem;
	}

}
