package dev.daprinvoke.sentry.validate;

import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest.TokenValidator;
import dev.daprinvoke.resource.MeshSettings;
import dev.daprinvoke.target.SpiffeId;

/**
 * The validators of one Sentry, of which a workload may name one (platform contract
 * section 1.1). Outside Kubernetes: everybody is believed, unless the Configuration names
 * a validator; then there is none that holds without being named.
 */
public final class Validators {

	private final Map<TokenValidator, Validator> byName = new EnumMap<>(TokenValidator.class);

	private Validators() {
	}

	/**
	 * Sets them up.
	 * @param settings the Configuration's
	 * @param sentry Sentry's own identity, which tokens have to be meant for
	 * @return the validators
	 * @throws IdentityException if one is unknown, or set up wrongly
	 */
	public static Validators of(MeshSettings settings, SpiffeId sentry) {
		Validators validators = new Validators();
		for (MeshSettings.Validator each : settings.validators()) {
			if (!each.name().equals("jwks")) {
				throw new IdentityException("mtls.tokenValidators in " + each.at() + " names " + each.name()
						+ " (expected: jwks; kubernetes is not built yet)", null);
			}
			validators.byName.put(TokenValidator.JWKS, JwksValidator.of(each, sentry));
		}
		if (validators.byName.isEmpty()) {
			validators.byName.put(TokenValidator.INSECURE, Validator.INSECURE);
			validators.byName.put(TokenValidator.UNKNOWN, Validator.INSECURE);
		}
		return validators;
	}

	/**
	 * Finds one.
	 * @param name what the workload names; {@code UNKNOWN} for nothing
	 * @return the validator, or {@code null} if there is none
	 */
	public @Nullable Validator find(TokenValidator name) {
		return this.byName.get(name);
	}

	/**
	 * Whether everybody is believed.
	 * @return true if there is a validator that needs no token
	 */
	public boolean believeEverybody() {
		return this.byName.containsValue(Validator.INSECURE);
	}

}
