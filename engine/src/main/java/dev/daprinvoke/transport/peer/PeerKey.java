package dev.daprinvoke.transport.peer;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;

/**
 * What calls must have in common to share a connection: the address, and who is expected
 * there (decision on the pool's key).
 *
 * @param endpoint the address
 * @param namespace the namespace of the app that is expected there
 * @param id its id
 */
record PeerKey(Endpoint endpoint, Namespace namespace, AppId id) {

	static PeerKey of(Endpoint endpoint, AppTarget target) {
		return new PeerKey(endpoint, target.namespace(), target.id());
	}

}
