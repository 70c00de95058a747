package dev.daprinvoke.invoke;

/**
 * The machine a sidecar runs on, as others are told.
 *
 * @param address the host address, an IPv6 address without brackets
 * @param name the host name
 */
public record Host(String address, String name) {

	/**
	 * The value of the {@code Forwarded} header (RFC 7239; an IPv6 address is quoted and
	 * in brackets).
	 * @return for example {@code for=192.0.2.10;by=192.0.2.10;host=web-1}
	 */
	String forwarded() {
		String node = (this.address.indexOf(':') >= 0) ? "\"[" + this.address + "]\"" : this.address;
		return "for=" + node + ";by=" + node + ";host=" + this.name;
	}

}
