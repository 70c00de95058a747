package dev.daprinvoke.sentry.flags;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.sentry.authority.CredentialNames;

/**
 * What the command line and the environment ask of Sentry, checked and complete. Port 0
 * lets the operating system choose, an empty address means all addresses.
 *
 * @param configuration the Configuration's file
 * @param trustDomain the trust domain, or {@code null} to leave it to the Configuration
 * @param namespace Sentry's namespace
 * @param api where the API listens
 * @param health where health is told
 * @param metrics where metrics are served, or {@code null} if they are not
 * @param credentials where certificates and key are
 */
public record SentryOptions(Path configuration, @Nullable String trustDomain, String namespace, Place api, Place health,
		@Nullable Place metrics, CredentialNames credentials) {

	/**
	 * Where something listens.
	 *
	 * @param address the address or name, empty for all
	 * @param port the port
	 * @param flag the flag that names the port
	 */
	public record Place(String address, int port, String flag) {

	}

}
