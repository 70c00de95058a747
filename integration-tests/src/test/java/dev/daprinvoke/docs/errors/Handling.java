package dev.daprinvoke.docs.errors;

import java.util.Optional;

import reactor.core.publisher.Flux;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.AppNotFoundException;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.InvocationDeniedException;
import dev.daprinvoke.spring.client.InvocationTimeoutException;
import dev.daprinvoke.spring.client.NotReachableException;

final class Handling {

	private final CartClient cart;

	private final ReactiveCartClient reactiveCart;

	Handling(CartClient cart, ReactiveCartClient reactiveCart) {
		this.cart = cart;
		this.reactiveCart = reactiveCart;
	}

	record Item(String name) {

	}

	@DaprInvoke("cart")
	interface CartClient {

		@GetExchange("/items/{name}")
		Item item(@PathVariable String name);

	}

	@DaprInvoke("cart")
	interface ReactiveCartClient {

		@GetExchange("/items")
		Flux<Item> items();

	}

	// tag::find[]
	Optional<Item> find(String name) {
		try {
			return Optional.of(this.cart.item(name));
		}
		catch (AppErrorException answer) {
			if (answer.getStatusCode() == HttpStatus.NOT_FOUND) {
				return Optional.empty();
			}
			throw answer;
		}
	}
	// end::find[]

	// tag::reactive[]
	Flux<Item> items() {
		return this.reactiveCart.items().onErrorResume(AppNotFoundException.class, (failure) -> Flux.empty());
	}
	// end::reactive[]

	// tag::problem[]
	String reason(AppErrorException answer) {
		ProblemDetail problem = answer.getProblemDetail();
		if (problem != null && problem.getDetail() != null) {
			return problem.getDetail();
		}
		return answer.getResponseBodyAsString();
	}
	// end::problem[]

	// tag::again[]
	boolean mayBeRepeated(DaprInvocationException failure) {
		return switch (failure.getSource()) {
			case NOT_REACHABLE -> failure.getStatusCode().value() == 503;
			case RESOLVER -> true;
			case APP, CALLEE_SIDECAR, CALLER_SIDECAR, POLICY, TIMEOUT, BROKEN_OFF, CONVERSION -> false;
		};
	}
	// end::again[]

	// tag::advice[]
	@RestControllerAdvice
	static class InvocationFailures {

		@ExceptionHandler
		ResponseEntity<ProblemDetail> away(NotReachableException failure) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
				.header("Retry-After", "5")
				.body(problem(HttpStatus.SERVICE_UNAVAILABLE, failure));
		}

		@ExceptionHandler
		ProblemDetail late(InvocationTimeoutException failure) {
			return problem(HttpStatus.GATEWAY_TIMEOUT, failure);
		}

		@ExceptionHandler
		ProblemDetail denied(InvocationDeniedException failure) {
			return problem(HttpStatus.INTERNAL_SERVER_ERROR, failure);
		}

		@ExceptionHandler
		ProblemDetail failed(DaprInvocationException failure) {
			return problem(HttpStatus.BAD_GATEWAY, failure);
		}

		private static ProblemDetail problem(HttpStatus status, DaprInvocationException failure) {
			ProblemDetail problem = ProblemDetail.forStatus(status);
			problem.setTitle(failure.getTarget() + " could not be called");
			problem.setProperty("source", failure.getSource());
			problem.setProperty("attempts", failure.getAttempts());
			return problem;
		}

	}
	// end::advice[]

	// tag::spring[]
	int status(String name) {
		try {
			this.cart.item(name);
			return 200;
		}
		catch (RestClientResponseException failure) {
			return failure.getStatusCode().value();
		}
	}
	// end::spring[]

}
