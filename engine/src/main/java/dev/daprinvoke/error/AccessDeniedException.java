package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The called app's access policy forbids the call.
 */
public final class AccessDeniedException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	/**
	 * Creates the failure.
	 * @param caller the caller's SPIFFE id, empty without mTLS
	 * @param operation the normalised method
	 * @param verb the verb's name, {@code NONE} if there is none
	 */
	public AccessDeniedException(String caller, String operation, String verb) {
		this("access control policy has denied access to id: " + caller + " operation: " + operation + " verb: "
				+ verb);
	}

	private AccessDeniedException(String description) {
		super(StatusCode.PERMISSION_DENIED.rpcError(description), null);
		this.description = description;
	}

	@Override
	public StatusCode code() {
		return StatusCode.PERMISSION_DENIED;
	}

	@Override
	public String description() {
		return this.description;
	}

}
