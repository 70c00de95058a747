package dev.daprinvoke.policy.access;

import dev.daprinvoke.message.InvokeRequest;

/**
 * Decides whether a call from another sidecar may reach the app. Called on event loops;
 * must not block.
 */
@FunctionalInterface
public interface AccessPolicy {

	/** Allows every call: what holds without an {@code accessControl} configuration. */
	AccessPolicy ALLOW_ALL = (request) -> new Decision(true, "no access control is configured");

	/**
	 * Decides on a call.
	 * @param request the call
	 * @return the decision
	 */
	Decision decide(InvokeRequest request);

}
