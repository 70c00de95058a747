package dev.daprinvoke.policy.access;

/**
 * What becomes of a policy's decisions.
 */
public enum AccessMode {

	/** They hold. */
	ENFORCE,

	/**
	 * They are noted, and every call passes: so a policy can be tried before it holds.
	 */
	AUDIT

}
