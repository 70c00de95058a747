package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.daprinvoke.spring.client.service.InvalidClientException;

/**
 * Says what to do about a declared client that cannot be made.
 */
final class InvalidClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClientException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidClientException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
