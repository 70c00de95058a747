package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * As many calls wait for their answers as the process has memory for.
 */
public final class TooManyCallsException extends InvokeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the failure.
	 * @param most how many calls may wait
	 */
	public TooManyCallsException(int most) {
		super("%d calls are in flight in this sidecar (expected: fewer, with its heap of %d MB)".formatted(most,
				Runtime.getRuntime().maxMemory() >> 20), null);
	}

	@Override
	public StatusCode code() {
		return StatusCode.RESOURCE_EXHAUSTED;
	}

}
