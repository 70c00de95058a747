package dev.daprinvoke.policy.access;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.SpiffeId;

/**
 * What an access policy decides on.
 *
 * @param caller who calls, as its certificate says; {@code null} without mTLS
 * @param operation the method that is called, normalised, without a leading slash
 * @param verb the verb, {@link Verb#NONE} if the call has none
 * @param proxied whether it is a call of the app's own gRPC service, whose methods are
 * compared as they are written
 */
public record AccessRequest(@Nullable SpiffeId caller, String operation, Verb verb, boolean proxied) {

	/** The same call of another operation. */
	AccessRequest withOperation(String other) {
		return new AccessRequest(this.caller, other, this.verb, this.proxied);
	}

}
