package dev.daprinvoke.policy.access;

/**
 * Decides whether a call from another sidecar may reach the app. Called on event loops;
 * must not block.
 */
@FunctionalInterface
public interface AccessPolicy {

	/** Allows every call: what holds without an {@code accessControl} configuration. */
	AccessPolicy ALLOW_ALL = (request) -> new Decision(true, true, "no access control is configured");

	/**
	 * Decides on a call. Where an app would decode the operation once more, it is asked a
	 * second time, for what the app would see; either denial denies.
	 * @param request the call
	 * @return the decision
	 */
	Decision decide(AccessRequest request);

}
