package dev.daprinvoke.benchmarks.load;

import java.net.InetSocketAddress;

/**
 * Where the app is reached: directly, or through what is measured.
 *
 * @param address whom to connect to
 * @param prefix what stands before the app's own path
 */
public record Target(InetSocketAddress address, String prefix) {

	/**
	 * The request target for a path of the app.
	 * @param appPath the path at the app, beginning with a slash
	 * @return the path to ask for at {@link #address()}
	 */
	String path(String appPath) {
		return this.prefix + appPath;
	}

	String host() {
		return this.address.getAddress().getHostAddress() + ":" + this.address.getPort();
	}

}
