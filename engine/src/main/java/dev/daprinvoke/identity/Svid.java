package dev.daprinvoke.identity;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.target.SpiffeId;

/**
 * An identity and the key that proves it (the SPIFFE specification's X.509-SVID).
 *
 * @param id the identity
 * @param chain the certificate, and those between it and a trust anchor
 * @param key the certificate's private key
 * @param tokens what says the same to others, by whom it is meant for; often empty
 * @param renewAt when to have it renewed
 */
public record Svid(SpiffeId id, List<X509Certificate> chain, PrivateKey key, Map<String, JwtSvid> tokens,
		Instant renewAt) {

	private static final int URI = 6;

	private static final int KEY_CERT_SIGN = 5;

	private static final int CRL_SIGN = 6;

	public Svid {
		chain = List.copyOf(chain);
		tokens = Map.copyOf(tokens);
	}

	/**
	 * Takes a certificate for one's own, to be renewed after half of its life (platform
	 * contract section 1.2).
	 * @param chain the certificate, and those between it and a trust anchor
	 * @param key its private key
	 * @return the identity
	 * @throws IdentityException if the certificate is no identity's
	 */
	public static Svid of(List<X509Certificate> chain, PrivateKey key) {
		X509Certificate leaf = chain.get(0);
		Instant from = leaf.getNotBefore().toInstant();
		return new Svid(idOf(leaf), chain, key, Map.of(),
				from.plus(Duration.between(from, leaf.getNotAfter().toInstant()).dividedBy(2)));
	}

	/**
	 * The same with tokens: to be renewed after half of what is left of them, if that is
	 * earlier (platform contract section 1.2).
	 * @param others by whom they are meant for
	 * @param now this moment
	 * @return a copy
	 */
	Svid withTokens(Map<String, JwtSvid> others, Instant now) {
		Instant earliest = others.values()
			.stream()
			.map((each) -> now.plus(Duration.between(now, each.expiresAt()).dividedBy(2)))
			.filter((each) -> each.isBefore(this.renewAt))
			.min(Instant::compareTo)
			.orElse(this.renewAt);
		return new Svid(this.id, this.chain, this.key, others, earliest);
	}

	/**
	 * Whose certificate it is (platform contract section 1.5: one URI, which is a SPIFFE
	 * id; no authority's certificate).
	 * @param leaf the certificate
	 * @return the identity
	 * @throws IdentityException if it is none's
	 */
	public static SpiffeId idOf(X509Certificate leaf) {
		boolean[] usage = leaf.getKeyUsage();
		if (leaf.getBasicConstraints() >= 0) {
			throw new IdentityException(
					"The certificate of " + name(leaf) + " is a certificate authority's (expected: a workload's)",
					null);
		}
		if (usage != null && (usage[KEY_CERT_SIGN] || usage[CRL_SIGN])) {
			throw new IdentityException("The certificate of " + name(leaf)
					+ " may sign certificates or revocations (expected: a workload's)", null);
		}
		List<String> uris = uris(leaf);
		if (uris.size() != 1) {
			throw new IdentityException(
					"The certificate of " + name(leaf) + " has " + uris.size() + " URIs " + uris + " (expected: one)",
					null);
		}
		try {
			return SpiffeId.parse(uris.get(0));
		}
		catch (IllegalArgumentException ex) {
			throw new IdentityException("The certificate of " + name(leaf) + " has no identity: " + ex.getMessage(),
					ex);
		}
	}

	private static List<String> uris(X509Certificate leaf) {
		List<String> uris = new ArrayList<>();
		try {
			Collection<List<?>> names = leaf.getSubjectAlternativeNames();
			for (List<?> name : (names != null) ? names : List.<List<?>>of()) {
				if (name.get(0).equals(URI)) {
					uris.add(String.valueOf(name.get(1)));
				}
			}
		}
		catch (CertificateParsingException ex) {
			throw new IdentityException("The certificate of " + name(leaf) + " has malformed names: " + ex.getMessage(),
					ex);
		}
		return uris;
	}

	private static String name(X509Certificate leaf) {
		String subject = leaf.getSubjectX500Principal().getName();
		return subject.isEmpty() ? "serial number " + leaf.getSerialNumber().toString(16) : subject;
	}

	/**
	 * When nobody believes it any more.
	 * @return the moment
	 */
	public Instant expiresAt() {
		return this.chain.get(0).getNotAfter().toInstant();
	}

}
