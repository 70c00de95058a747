package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The caller sent more bytes than {@code --max-body-size} allows.
 */
public final class BodyTooLargeException extends InvokeException {

	private static final long serialVersionUID = 1L;

	public BodyTooLargeException() {
		super("stream too large", null);
	}

	@Override
	public StatusCode code() {
		return StatusCode.INTERNAL;
	}

}
