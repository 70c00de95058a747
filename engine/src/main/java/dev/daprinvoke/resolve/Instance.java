package dev.daprinvoke.resolve;

import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.Namespace;

/**
 * What a sidecar announces of itself so that others find it.
 *
 * @param id the app's id
 * @param namespace the app's namespace
 * @param host the address others connect to, an IPv6 address without brackets
 * @param internalPort the sidecar's internal gRPC port
 * @param httpPort the sidecar's HTTP API port
 * @param appPort the app's own port, or 0 if it has none
 */
public record Instance(AppId id, Namespace namespace, String host, int internalPort, int httpPort, int appPort) {

	/**
	 * The address to which other sidecars connect.
	 * @return the internal gRPC endpoint
	 */
	public Endpoint endpoint() {
		return new Endpoint(this.host, this.internalPort);
	}

}
