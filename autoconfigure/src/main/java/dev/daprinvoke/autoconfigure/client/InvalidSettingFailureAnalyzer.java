package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which setting is wrong, instead of a stack trace.
 */
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
		return new FailureAnalysis("A setting of Dapr Invoke is not valid: " + cause.getMessage(),
				"Correct it where it is set: a property, a variable of the environment, or an argument.", cause);
	}

}
