package dev.daprinvoke.sample.frontend;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.RestClientException;

import dev.daprinvoke.spring.client.BodyConversionException;
import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Tells the page why there is no cart.
 */
@RestControllerAdvice
class CartErrors {

	/** The longest error text worth showing, in characters. */
	private static final int MOST_TEXT = 4096;

	@ExceptionHandler
	ProblemDetail failed(DaprInvocationException failure) {
		ProblemDetail problem = problem(failure.getMessage(), advice(failure));
		problem.setProperty("source", failure.getSource());
		String body = failure.getResponseBodyAsString();
		if (!body.isEmpty()) {
			problem.setProperty("answeredStatus", failure.getStatusCode().value());
			problem.setProperty("answeredBody", body.substring(0, Math.min(body.length(), MOST_TEXT)));
		}
		return problem;
	}

	@ExceptionHandler({ BodyConversionException.class, RestClientException.class })
	ProblemDetail unreadable() {
		return problem("The answer is not a cart.",
				"Another app may be registered under the id cart; look at what it answers to GET /items.");
	}

	private static ProblemDetail problem(String title, String advice) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, advice);
		problem.setTitle(title);
		problem.setProperty("url", CartAnswer.URL);
		return problem;
	}

	private static String advice(DaprInvocationException failure) {
		return switch (failure.getSource()) {
			case APP -> "Cart itself says so; its log may tell more.";
			case RESOLVER -> "Check that a sidecar with --app-id cart runs; ./quickstart starts three.";
			case NOT_REACHABLE -> "Check that both sidecars run, FrontEnd's own where DAPR_HTTP_PORT says."
					+ " ./quickstart starts them all.";
			default -> "The log of FrontEnd's sidecar may tell more.";
		};
	}

}
