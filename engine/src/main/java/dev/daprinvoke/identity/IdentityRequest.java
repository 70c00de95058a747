package dev.daprinvoke.identity;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a workload asks Sentry with (platform contract section 1.2).
 *
 * @param anchors the authorities that are believed, Sentry's own one included
 * @param token what is shown
 * @param localIdentity whom to have certified in the place of the app, or {@code null}
 * @param audiences whom tokens are wanted for, beside the trust domain
 */
public record IdentityRequest(TrustAnchors anchors, SentryToken token, @Nullable String localIdentity,
		List<String> audiences) {

	static final String ANCHORS_VARIABLE = "DAPR_TRUST_ANCHORS";

	private static final String LOCAL_IDENTITY_VARIABLE = "SENTRY_LOCAL_IDENTITY";

	public IdentityRequest {
		audiences = List.copyOf(audiences);
	}

	/**
	 * Reads the environment.
	 * @param environment the environment
	 * @param audiences whom tokens are wanted for
	 * @return what to ask with
	 * @throws IdentityException if anchors are missing, or something makes no sense; the
	 * message names the variable
	 */
	public static IdentityRequest of(Map<String, String> environment, List<String> audiences) {
		String anchors = environment.getOrDefault(ANCHORS_VARIABLE, "");
		if (anchors.isBlank()) {
			throw new IdentityException("--enable-mtls needs the trust anchors of the mesh: the environment variable "
					+ ANCHORS_VARIABLE + " is " + (environment.containsKey(ANCHORS_VARIABLE) ? "empty" : "not set")
					+ " (expected: the text of Sentry's ca.crt)", null);
		}
		String local = environment.getOrDefault(LOCAL_IDENTITY_VARIABLE, "");
		return new IdentityRequest(TrustAnchors.parse(anchors, "the environment variable " + ANCHORS_VARIABLE),
				SentryToken.choose(environment, false), local.isEmpty() ? null : local, audiences);
	}

}
