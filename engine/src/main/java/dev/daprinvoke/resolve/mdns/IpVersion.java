package dev.daprinvoke.resolve.mdns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

import io.netty.channel.socket.SocketProtocolFamily;

/**
 * What multicast DNS uses of each of the two internet protocols.
 */
enum IpVersion {

	/** IPv4. */
	V4(SocketProtocolFamily.INET, new byte[] { (byte) 224, 0, 0, (byte) 251 }, Inet4Address.class),

	/** IPv6. */
	V6(SocketProtocolFamily.INET6, new byte[] { (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xfb },
			Inet6Address.class);

	private static final int PORT = 5353;

	private final SocketProtocolFamily family;

	private final byte[] group;

	private final Class<? extends InetAddress> addressType;

	IpVersion(SocketProtocolFamily family, byte[] group, Class<? extends InetAddress> addressType) {
		this.family = family;
		this.group = group;
		this.addressType = addressType;
	}

	SocketProtocolFamily family() {
		return this.family;
	}

	/**
	 * Where everybody listens.
	 * @param via the interface to reach them by
	 * @return the multicast group and port
	 */
	InetSocketAddress group(NetworkInterface via) throws UnknownHostException {
		InetAddress address = (this == V6) ? Inet6Address.getByAddress(null, this.group, via)
				: InetAddress.getByAddress(this.group);
		return new InetSocketAddress(address, PORT);
	}

	boolean isSpokenOn(NetworkInterface candidate) {
		return candidate.inetAddresses().anyMatch(this.addressType::isInstance);
	}

}
