package dev.daprinvoke.error;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * The own app, or a server named by its URL, could not be called or did not answer in
 * HTTP.
 */
public final class AppCallException extends InvokeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the failure.
	 * @param reason what happened, in the words of Go's HTTP client
	 * @param cause the client's failure, if there is one
	 */
	public AppCallException(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

	@Override
	public StatusCode code() {
		return StatusCode.INTERNAL;
	}

	@Override
	public String description() {
		return "error invoking app channel: " + getMessage();
	}

}
