package dev.daprinvoke.observe;

/**
 * Counts what access control decides, under Dapr's names (platform contract section 5.2),
 * and what it would have denied while it is only tried.
 */
public final class AccessMeters {

	private static final LabelNames CALLER = LabelNames.of("app_id", "namespace", "trustDomain").unbounded("app_id");

	private final Family<Counter> allowed;

	private final Family<Counter> blocked;

	private final Family<Counter> allowedByDefault;

	private final Family<Counter> blockedByDefault;

	private final Family<Counter> audited;

	/**
	 * Creates the meters.
	 * @param meters where they are read
	 */
	public AccessMeters(Meters meters) {
		this.allowed = meters.counters("dapr_runtime_acl_app_policy_action_allowed_total",
				"The number of requests allowed by the app specific action specified in the access control policy.",
				CALLER);
		this.blocked = meters.counters("dapr_runtime_acl_app_policy_action_blocked_total",
				"The number of requests blocked by the app specific action specified in the access control policy.",
				CALLER);
		this.allowedByDefault = meters.counters("dapr_runtime_acl_global_policy_action_allowed_total",
				"The number of requests allowed by the global action specified in the access control policy.", CALLER);
		this.blockedByDefault = meters.counters("dapr_runtime_acl_global_policy_action_blocked_total",
				"The number of requests blocked by the global action specified in the access control policy.", CALLER);
		this.audited = meters.counters("dapr_invoke_access_would_block_total",
				"The number of requests that access control would have blocked, had it not been in audit mode.",
				CALLER);
	}

	/**
	 * Counts a decision that holds.
	 * @param caller who called
	 * @param isAllowed whether it may
	 * @param global whether what holds for everybody decided
	 */
	public void decided(Caller caller, boolean isAllowed, boolean global) {
		Family<Counter> family = isAllowed ? (global ? this.allowedByDefault : this.allowed)
				: (global ? this.blockedByDefault : this.blocked);
		count(family, caller);
	}

	/**
	 * Counts a denial that does not hold.
	 * @param caller who called
	 */
	public void audited(Caller caller) {
		count(this.audited, caller);
	}

	private static void count(Family<Counter> family, Caller caller) {
		family.with(caller.appId(), caller.namespace(), caller.trustDomain()).increment();
	}

	/**
	 * Who called, as the labels say it: empty where that is not known.
	 *
	 * @param appId the app id
	 * @param namespace its namespace
	 * @param trustDomain its trust domain
	 */
	public record Caller(String appId, String namespace, String trustDomain) {

		/** Without a certificate. */
		public static final Caller UNKNOWN = new Caller("", "", "");

	}

}
