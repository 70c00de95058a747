package dev.daprinvoke.transport.app;

/**
 * Where the app listens and how it is called (contract section 4).
 *
 * @param host the app channel address, without brackets
 * @param port the app's port
 * @param dialect what it speaks
 * @param limits what is asked of the connections to it
 */
public record HttpAppSettings(String host, int port, HttpDialect dialect, HttpLimits limits) {

	/**
	 * An app that speaks plain HTTP/1.1, under the limits that hold by default.
	 * @param host the app channel address, without brackets
	 * @param port the app's port
	 * @return the settings
	 */
	public static HttpAppSettings of(String host, int port) {
		return new HttpAppSettings(host, port, HttpDialect.HTTP, HttpLimits.DEFAULTS);
	}

	/**
	 * The same with another way of speaking.
	 * @param other what the app speaks
	 * @return a copy
	 */
	public HttpAppSettings withDialect(HttpDialect other) {
		return new HttpAppSettings(this.host, this.port, other, this.limits);
	}

	/**
	 * The same with other limits.
	 * @param other what is asked of the connections to it
	 * @return a copy
	 */
	public HttpAppSettings withLimits(HttpLimits other) {
		return new HttpAppSettings(this.host, this.port, this.dialect, other);
	}

	HttpOrigin origin() {
		return HttpOrigin.of(this.dialect == HttpDialect.HTTPS, this.host, this.port);
	}

}
