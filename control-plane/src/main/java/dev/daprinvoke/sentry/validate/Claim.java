package dev.daprinvoke.sentry.validate;

import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.target.SpiffeId;

/**
 * Who a workload says that it is: what every validator looks at first (platform contract
 * section 1.1).
 */
final class Claim {

	static final String DEFAULT_TRUST_DOMAIN = "public";

	private static final int LONGEST_ID = 64;

	private Claim() {
	}

	/**
	 * Reads a request.
	 * @param request the request
	 * @return who it is about, if that is true
	 * @throws ClaimException if it lacks something
	 */
	static SpiffeId of(SignCertificateRequest request) {
		String id = request.getId();
		require(!id.isEmpty(), "parameter app-id cannot be empty");
		require(id.indexOf('.') < 0, "parameter app-id cannot contain dots");
		require(id.length() <= LONGEST_ID, "app ID must be 64 characters or less");
		require(!request.getCertificateSigningRequest().isEmpty(), "CSR is required");
		require(!request.getNamespace().isEmpty(), "namespace is required");
		String trustDomain = request.getTrustDomain().isEmpty() ? DEFAULT_TRUST_DOMAIN : request.getTrustDomain();
		requireTrustDomain(trustDomain);
		try {
			return new SpiffeId(trustDomain, "/ns/" + request.getNamespace() + "/" + id);
		}
		catch (IllegalArgumentException ex) {
			throw new ClaimException("invalid request: " + ex.getMessage(), ex);
		}
	}

	private static void requireTrustDomain(String text) {
		try {
			new SpiffeId(text, "");
		}
		catch (IllegalArgumentException ex) {
			throw new ClaimException("trust domain characters are limited to lowercase letters, numbers, dots, dashes, "
					+ "and underscores", ex);
		}
	}

	private static void require(boolean condition, String problem) {
		if (!condition) {
			throw new ClaimException("invalid request: " + problem);
		}
	}

}
