package dev.daprinvoke.sidecar.edge;

import java.net.SocketAddress;
import java.util.List;

import org.reactivestreams.Publisher;

/**
 * Where the HTTP API listens, what it takes, and how long it tries to.
 *
 * @param addresses the addresses of ports or of unix domain sockets, at least one
 * @param maxHeadBytes the most bytes of a request's line, and of its headers
 * @param h2c whether clients may speak HTTP/2 too
 * @param giveUp ends the attempts to bind an address that is not free yet when it emits
 * or completes; else they end by themselves after ten seconds
 */
public record ApiServerSettings(List<SocketAddress> addresses, int maxHeadBytes, boolean h2c, Publisher<?> giveUp) {

	public ApiServerSettings {
		addresses = List.copyOf(addresses);
	}

}
