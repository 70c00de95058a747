package dev.daprinvoke.identity;

import java.time.Duration;

import dev.daprinvoke.target.SpiffeId;

/**
 * Where Sentry is, and who it is.
 *
 * @param host its host
 * @param port its port
 * @param id its identity, which its certificate has to show
 * @param patience how long to wait for one answer
 */
public record SentrySettings(String host, int port, SpiffeId id, Duration patience) {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/**
	 * Reads {@code --sentry-address} and what goes with it.
	 * @param address host and port
	 * @param trustDomain the control plane's trust domain
	 * @param namespace the control plane's namespace
	 * @return the settings
	 * @throws IdentityException if the address is none; the message names it
	 */
	public static SentrySettings of(String address, String trustDomain, String namespace) {
		if (address.isEmpty()) {
			throw new IdentityException(
					"--enable-mtls needs to know where Sentry is: --sentry-address is missing (expected: host:port)",
					null);
		}
		int colon = address.lastIndexOf(':');
		try {
			String host = address.substring(0, Math.max(colon, 0));
			if (host.startsWith("[") && host.endsWith("]")) {
				host = host.substring(1, host.length() - 1);
			}
			int port = Integer.parseInt(address.substring(colon + 1));
			if (host.isEmpty() || port < 1 || port > 65_535) {
				throw new NumberFormatException();
			}
			return new SentrySettings(host, port, new SpiffeId(trustDomain, "/ns/" + namespace + "/dapr-sentry"),
					PATIENCE);
		}
		catch (NumberFormatException ex) {
			throw new IdentityException("--sentry-address is \"" + address + "\" (expected: host:port)", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IdentityException("The control plane's identity (--control-plane-trust-domain " + trustDomain
					+ ", --control-plane-namespace " + namespace + ") is none: " + ex.getMessage(), ex);
		}
	}

}
