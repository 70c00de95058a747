package dev.daprinvoke.sidecar.edge;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where the HTTP API listens and what it takes.
 *
 * @param addresses the addresses, at least one
 * @param maxHeadBytes the most bytes of a request's line, and of its headers
 */
public record ApiServerSettings(List<InetSocketAddress> addresses, int maxHeadBytes) {

	public ApiServerSettings {
		addresses = List.copyOf(addresses);
	}

}
