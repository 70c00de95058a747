package dev.daprinvoke.sidecar.edge;

import java.net.InetSocketAddress;
import java.util.List;

import org.reactivestreams.Publisher;

/**
 * Where the HTTP API listens, what it takes, and how long it tries to.
 *
 * @param addresses the addresses, at least one
 * @param maxHeadBytes the most bytes of a request's line, and of its headers
 * @param giveUp ends the attempts to bind an address that is not free yet when it emits
 * or completes; else they end by themselves after ten seconds
 */
public record ApiServerSettings(List<InetSocketAddress> addresses, int maxHeadBytes, Publisher<?> giveUp) {

	public ApiServerSettings {
		addresses = List.copyOf(addresses);
	}

}
