package dev.daprinvoke.transport.sidecar;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.error.SidecarException;

/**
 * Words what the JDK's client reports when no answer came.
 */
final class SidecarFailure {

	/** The longest text of the client worth repeating, in characters. */
	private static final int MOST_TEXT = 300;

	private SidecarFailure() {
	}

	/**
	 * Gives an error its stage.
	 * @param endpoint the sidecar
	 * @param error what the client reports
	 * @param sent whether any of the request may have been sent
	 * @return the failure of the call
	 */
	static InvokeException of(URI endpoint, Throwable error, boolean sent) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		if (cause instanceof InvokeException known) {
			return known;
		}
		// Numbers are read in answers only.
		if (cause instanceof IllegalArgumentException && !(cause instanceof NumberFormatException)) {
			return SidecarException.unanswered(FailureStage.CALLER_SIDECAR, reason(cause), cause);
		}
		// The client sends some requests again by itself: it then reports its last try.
		if (!sent && isUnconnected(cause)) {
			return SidecarException.unanswered(FailureStage.NOT_REACHABLE,
					"no sidecar answers at " + endpoint + ": " + reason(cause) + " (expected: a running sidecar;"
							+ " DAPR_HTTP_ENDPOINT, DAPR_HTTP_PORT or dapr.invoke.sidecar.http-endpoint say where)",
					cause);
		}
		return SidecarException.unanswered(FailureStage.BROKEN_OFF,
				"the sidecar at " + endpoint + " broke the connection off: " + reason(cause), cause);
	}

	private static boolean isUnconnected(Throwable error) {
		return error instanceof ConnectException || error instanceof HttpConnectTimeoutException
				|| error instanceof UnresolvedAddressException;
	}

	// The client's texts hold what the server sent.
	private static String readable(String text) {
		String line = text.replaceAll("\\p{Cntrl}+", " ");
		String shown = (line.length() > MOST_TEXT) ? line.substring(0, MOST_TEXT) + "…" : line;
		return text.contains("parsing HTTP/1.1 status line")
				? shown + " (expected: HTTP/1.1; is this the port of its HTTP API?)" : shown;
	}

	static String reason(Throwable error) {
		for (Throwable each = error; each != null; each = each.getCause()) {
			if (each instanceof UnresolvedAddressException) {
				return "its host name is unknown";
			}
			if (each.getMessage() != null) {
				return readable(each.getMessage());
			}
		}
		return (error instanceof ConnectException) ? "connection refused" : error.getClass().getSimpleName();
	}

}
