package dev.daprinvoke.sample.frontend;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A call to Cart that brought no cart, with everything a reader needs to see why.
 */
class CartCallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final URI url;

	private final String advice;

	private final int answeredStatus;

	private final @Nullable String answeredBody;

	private CartCallException(String message, String advice, URI url, int answeredStatus, @Nullable String answeredBody,
			@Nullable Throwable cause) {
		super(message, cause);
		this.advice = advice;
		this.url = url;
		this.answeredStatus = answeredStatus;
		this.answeredBody = answeredBody;
	}

	static CartCallException answered(URI url, int status, String body) {
		return new CartCallException("The sidecar answered " + status + " instead of a cart.",
				"Its message below says which stage failed. Check that a sidecar with --app-id cart runs and that its app is up.",
				url, status, body, null);
	}

	static CartCallException unreadable(URI url, int status, Throwable cause) {
		return new CartCallException("The answer is not a cart.",
				"Another app may be registered under the id cart; call the address below and look at what comes back.",
				url, status, null, cause);
	}

	static CartCallException unreachable(URI url, Throwable cause) {
		return new CartCallException("No answer from the sidecar at " + url.getHost() + ":" + url.getPort() + ".",
				"Start it, or set DAPR_HTTP_PORT to the port it listens on; ./quickstart does both.", url, 0, null,
				cause);
	}

	URI url() {
		return this.url;
	}

	String advice() {
		return this.advice;
	}

	/**
	 * The status that came back.
	 * @return HTTP status, or 0 when nothing came back
	 */
	int answeredStatus() {
		return this.answeredStatus;
	}

	@Nullable String answeredBody() {
		return this.answeredBody;
	}

}
