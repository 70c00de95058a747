package dev.daprinvoke.resolve;

/**
 * The internal gRPC address of one sidecar.
 *
 * @param host a host name or an IP address; an IPv6 address without brackets
 * @param port the port, 1 to 65535
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {

	public Endpoint {
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
		}
	}

	/**
	 * Reads {@code host:port}, {@code [v6]:port}, and {@code v6:port} as real Dapr's mDNS
	 * and SQLite registrations write it.
	 * @param address the text
	 * @return the endpoint
	 * @throws IllegalArgumentException if there is no valid port after the last colon
	 */
	public static Endpoint parse(String address) {
		int colon = address.lastIndexOf(':');
		if (colon < 1) {
			throw new IllegalArgumentException("address: " + address + " (expected: host:port)");
		}
		String host = address.substring(0, colon);
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		try {
			return new Endpoint(host, Integer.parseInt(address.substring(colon + 1)));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("address: " + address + " (expected: host:port)", ex);
		}
	}

	@Override
	public int compareTo(Endpoint other) {
		int byHost = this.host.compareTo(other.host);
		return (byHost != 0) ? byHost : Integer.compare(this.port, other.port);
	}

	/** {@code host:port}, an IPv6 address in brackets. */
	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
