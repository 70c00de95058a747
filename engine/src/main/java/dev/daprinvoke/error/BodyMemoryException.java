package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * Bodies, or large heads, in flight use up so much memory that no other one can be taken
 * now.
 */
public final class BodyMemoryException extends InvokeException {

	private static final long serialVersionUID = 1L;

	public BodyMemoryException() {
		super("too many bodies in flight for this sidecar's memory", null);
	}

	@Override
	public StatusCode code() {
		return StatusCode.RESOURCE_EXHAUSTED;
	}

}
