package dev.daprinvoke.policy.access;

/**
 * Told of every decision. Called on event loops; must not block.
 */
@FunctionalInterface
public interface AccessObserver {

	/** Does nothing. */
	AccessObserver NONE = (request, decision, mode) -> {
	};

	/**
	 * Notes a decision.
	 * @param request what was decided on; the operation is the one that decided
	 * @param decision the decision
	 * @param mode whether it holds
	 */
	void decided(AccessRequest request, Decision decision, AccessMode mode);

}
