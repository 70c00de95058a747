package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The other sidecar stayed unreachable through all built-in retries.
 */
public final class RetriesExhaustedException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private final PeerException last;

	/**
	 * Creates the failure.
	 * @param target the app's id
	 * @param retries how often the call was repeated
	 * @param last the last failure
	 */
	public RetriesExhaustedException(String target, int retries, PeerException last) {
		super("failed to invoke target " + target + " after " + retries + " retries. Error: " + last.getMessage(),
				last);
		this.last = last;
	}

	@Override
	public StatusCode code() {
		return this.last.code();
	}

}
