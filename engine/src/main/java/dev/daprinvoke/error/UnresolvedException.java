package dev.daprinvoke.error;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * Name resolution found no instance of the app.
 */
public final class UnresolvedException extends InvokeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the failure.
	 * @param reason the resolver's text
	 * @param cause the resolver's failure, if there is one
	 */
	public UnresolvedException(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

	@Override
	public StatusCode code() {
		return StatusCode.INTERNAL;
	}

}
