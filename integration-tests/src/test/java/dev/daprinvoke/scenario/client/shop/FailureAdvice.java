package dev.daprinvoke.scenario.client.shop;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Shows what a failed call tells.
 */
@RestControllerAdvice
class FailureAdvice {

	@ExceptionHandler
	ResponseEntity<String> show(DaprInvocationException failure) {
		return ResponseEntity.status(failure.getStatusCode())
			.contentType(MediaType.TEXT_PLAIN)
			.body(failure.getClass().getSimpleName() + ", source " + failure.getSource() + ", attempts "
					+ failure.getAttempts() + ", " + failure.getMethod() + " of " + failure.getTarget());
	}

}
