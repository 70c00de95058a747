package dev.daprinvoke.sentry.authority;

import java.nio.file.Path;

/**
 * Where Sentry's certificates and key are (platform contract section 1.4).
 *
 * @param rootsFile the trust anchors
 * @param issuerFile the issuer's certificate
 * @param keyFile the issuer's key
 */
public record CredentialNames(Path rootsFile, Path issuerFile, Path keyFile) {

	String roots() {
		return this.rootsFile.toString();
	}

	String issuer() {
		return this.issuerFile.toString();
	}

	String key() {
		return this.keyFile.toString();
	}

}
