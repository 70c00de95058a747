package dev.daprinvoke.transport.grpc;

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
public record PeerKey(Endpoint endpoint, Namespace namespace, AppId id) {

	/**
	 * The key of calls to an app.
	 * @param endpoint the address of its sidecar
	 * @param target the app
	 * @return the key
	 */
	public static PeerKey of(Endpoint endpoint, AppTarget target) {
		return new PeerKey(endpoint, target.namespace(), target.id());
	}

}
