package dev.daprinvoke.policy.access;

/**
 * What an access policy says of a call.
 *
 * @param allowed whether the call may go on
 * @param global whether it rests on what holds for everybody, and not on what is said of
 * the caller; Dapr counts the two apart
 * @param reason what the decision rests on, for logs and explanations
 */
public record Decision(boolean allowed, boolean global, String reason) {

	/**
	 * A decision about the caller.
	 * @param allowed whether the call may go on
	 * @param reason what the decision rests on
	 */
	public Decision(boolean allowed, String reason) {
		this(allowed, false, reason);
	}

}
