package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;

import reactor.core.publisher.Mono;

/**
 * Where packets go to and come from. All but {@link #open} and {@link #close} is used on
 * the protocol's thread.
 */
interface Network {

	/**
	 * Begins to receive.
	 * @param listener takes what is received, on the protocol's thread
	 * @return completes when that has begun; or a {@link MdnsUnavailableException}
	 */
	Mono<Void> open(Listener listener);

	/**
	 * Sends a packet to everybody, everywhere. What cannot be sent is lost.
	 * @param packet the packet
	 */
	void multicast(Packet packet);

	/**
	 * Stops receiving.
	 * @return completes when sockets and thread are given back
	 */
	Mono<Void> close();

	/**
	 * Takes packets.
	 */
	@FunctionalInterface
	interface Listener {

		void received(Packet packet, InetSocketAddress sender, Origin origin);

	}

	/**
	 * The network interface a packet came in by.
	 */
	interface Origin {

		/**
		 * Sends a packet to everybody there, by IPv4 and IPv6.
		 * @param packet the packet
		 */
		void multicast(Packet packet);

		/**
		 * Sends a packet to one.
		 * @param packet the packet
		 * @param receiver to whom
		 */
		void unicast(Packet packet, InetSocketAddress receiver);

	}

}
