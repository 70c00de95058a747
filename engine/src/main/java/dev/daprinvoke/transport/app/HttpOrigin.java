package dev.daprinvoke.transport.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.util.NetUtil;

/**
 * Where a server is, and what its URLs begin with.
 *
 * @param secure whether it is called over TLS
 * @param host its name or address, without brackets
 * @param port its port
 * @param authority host and port as they stand in URLs and in the {@code Host} header
 */
public record HttpOrigin(boolean secure, String host, int port, String authority) {

	/**
	 * A server on a port that is always named.
	 * @param secure whether it is called over TLS
	 * @param host its name or address, without brackets
	 * @param port its port
	 * @return the origin
	 */
	public static HttpOrigin of(boolean secure, String host, int port) {
		return new HttpOrigin(secure, host, port, bracketed(host) + ":" + port);
	}

	static String bracketed(String host) {
		return (host.indexOf(':') >= 0) ? "[" + host + "]" : host;
	}

	String url() {
		return (this.secure ? "https://" : "http://") + this.authority;
	}

	/** Host and port as they stand in error texts. */
	String hostAndPort() {
		return bracketed(this.host) + ":" + this.port;
	}

	/**
	 * Where to connect: a name is looked up for each new connection, as its server may
	 * move.
	 */
	InetSocketAddress address() {
		byte[] literal = NetUtil.createByteArrayFromIpAddressString(this.host);
		if (literal == null) {
			return InetSocketAddress.createUnresolved(this.host, this.port);
		}
		try {
			return new InetSocketAddress(InetAddress.getByAddress(literal), this.port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("an address has 4 or 16 bytes", ex);
		}
	}

}
