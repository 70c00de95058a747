package dev.daprinvoke.transport.app;

import java.time.Duration;

/**
 * Where the app listens and what is asked of the connections to it (contract section 4).
 *
 * @param host the app channel address
 * @param port the app's port
 * @param maxConnections how many connections to hold at most
 * @param maxWaiting how many calls may wait for a connection at most
 * @param maxIdle how long a connection is kept without calls: shorter than the five
 * seconds after which some servers close theirs
 * @param connectTimeout how long to wait for a connection
 * @param maxHeaderSize the most bytes of response headers to take
 */
public record HttpAppSettings(String host, int port, int maxConnections, int maxWaiting, Duration maxIdle,
		Duration connectTimeout, int maxHeaderSize) {

	/**
	 * Real Dapr's number of connections and header limit; the other limits are our own.
	 * @param host the app channel address
	 * @param port the app's port
	 * @return the settings
	 */
	public static HttpAppSettings of(String host, int port) {
		return new HttpAppSettings(host, port, 1024, 8192, Duration.ofSeconds(4), Duration.ofSeconds(5), 4096);
	}

	/**
	 * The same with another limit.
	 * @param bytes the most bytes of response headers to take
	 * @return a copy
	 */
	public HttpAppSettings withMaxHeaderSize(int bytes) {
		return new HttpAppSettings(this.host, this.port, this.maxConnections, this.maxWaiting, this.maxIdle,
				this.connectTimeout, bytes);
	}

	/**
	 * The app's address as it stands in URLs and error texts.
	 * @return {@code host:port}, an IPv6 address in brackets
	 */
	public String authority() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
