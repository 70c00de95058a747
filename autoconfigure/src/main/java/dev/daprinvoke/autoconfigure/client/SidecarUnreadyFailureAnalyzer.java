package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do about a sidecar that is not there.
 */
final class SidecarUnreadyFailureAnalyzer extends AbstractFailureAnalyzer<SidecarUnreadyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SidecarUnreadyException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Start the app with its sidecar, as `dapr run --app-id <id> -- java -jar app.jar` does, say where it is"
						+ " (DAPR_HTTP_PORT, DAPR_HTTP_ENDPOINT or dapr.invoke.sidecar.http-endpoint),"
						+ " or do not wait for it.",
				cause);
	}

}
