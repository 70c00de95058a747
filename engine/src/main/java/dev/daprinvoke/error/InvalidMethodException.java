package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The method of a call holds a character that no method may hold (contract section 1.4).
 */
public final class InvalidMethodException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	/**
	 * Creates the failure.
	 * @param reason what is wrong, with the method quoted
	 */
	public InvalidMethodException(String reason) {
		super(StatusCode.INVALID_ARGUMENT.rpcError("invalid method: " + reason), null);
		this.description = "invalid method: " + reason;
	}

	@Override
	public StatusCode code() {
		return StatusCode.INVALID_ARGUMENT;
	}

	@Override
	public String description() {
		return this.description;
	}

}
