package dev.daprinvoke.sentry.validate;

import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.target.SpiffeId;

/**
 * Decides whether a workload is who it says. May block; called by many threads.
 */
@FunctionalInterface
public interface Validator {

	/** Believes everybody (platform contract section 1.1, row "insecure"). */
	Validator INSECURE = Claim::of;

	/**
	 * Decides.
	 * @param request what the workload says
	 * @return who it is
	 * @throws ClaimException if it is not
	 */
	SpiffeId validate(SignCertificateRequest request);

}
