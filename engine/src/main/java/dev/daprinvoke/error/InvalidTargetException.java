package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The target of a call cannot be one.
 */
public final class InvalidTargetException extends InvokeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the failure.
	 * @param reason why, for example {@code invalid app id a.b.c}
	 */
	public InvalidTargetException(String reason) {
		super(reason, null);
	}

	@Override
	public StatusCode code() {
		return StatusCode.INTERNAL;
	}

}
