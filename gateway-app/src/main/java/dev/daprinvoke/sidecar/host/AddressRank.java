package dev.daprinvoke.sidecar.host;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * How good an interface's address is for others to reach us at, best first (contract,
 * platform.md 3.1).
 */
enum AddressRank {

	PUBLIC_V4, GLOBAL_V6, PRIVATE_V4, UNIQUE_LOCAL_V6, LINK_LOCAL, UNUSABLE;

	static AddressRank of(InetAddress address) {
		byte[] octets = address.getAddress();
		if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()
				|| isClat(octets)) {
			return UNUSABLE;
		}
		if (address.isLinkLocalAddress()) {
			return LINK_LOCAL;
		}
		if (address instanceof Inet4Address) {
			return (address.isSiteLocalAddress() || isCarrierGrade(octets)) ? PRIVATE_V4 : PUBLIC_V4;
		}
		return rankV6(octets);
	}

	private static AddressRank rankV6(byte[] octets) {
		if ((octets[0] & 0xfe) == 0xfc) {
			return UNIQUE_LOCAL_V6;
		}
		return ((octets[0] & 0xe0) == 0x20) ? GLOBAL_V6 : UNUSABLE;
	}

	/** 192.0.0.0/29: the inner side of an IPv4 translation, which no other host sees. */
	static boolean isClat(byte[] octets) {
		return octets.length == 4 && (octets[0] & 0xff) == 192 && octets[1] == 0 && octets[2] == 0
				&& (octets[3] & 0xf8) == 0;
	}

	/** 100.64.0.0/10, the shared address space of RFC 6598. */
	private static boolean isCarrierGrade(byte[] octets) {
		return octets[0] == 100 && (octets[1] & 0xc0) == 64;
	}

}
