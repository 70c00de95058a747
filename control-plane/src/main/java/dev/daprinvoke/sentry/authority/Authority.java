package dev.daprinvoke.sentry.authority;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.Pem;
import dev.daprinvoke.identity.Svid;
import dev.daprinvoke.identity.TrustAnchors;
import dev.daprinvoke.target.SpiffeId;

/**
 * What certifies workloads: an issuer's certificate and key, and the roots that it is
 * believed by. Safe for use by any number of threads.
 */
public final class Authority {

	private static final Duration BOOTSTRAP_LIFE = Duration.ofDays(365);

	private final List<X509Certificate> roots;

	private final List<X509Certificate> chain;

	private final PrivateKey key;

	private Authority(List<X509Certificate> roots, List<X509Certificate> chain, PrivateKey key) {
		this.roots = List.copyOf(roots);
		this.chain = List.copyOf(chain);
		this.key = key;
	}

	/**
	 * Makes one that nobody knows yet.
	 * @param sentry Sentry's own identity
	 * @param now this moment
	 * @param skew by how much clocks may differ
	 * @return the authority
	 */
	static Authority bootstrap(SpiffeId sentry, Instant now, Duration skew) {
		Instant from = now.minus(skew);
		Instant until = now.plus(BOOTSTRAP_LIFE);
		KeyPair rootKey = Keys.generate();
		KeyPair issuerKey = Keys.generate();
		X509Certificate root = CertificateDraft.root(sentry.trustDomain(), rootKey.getPublic(), from, until)
			.sign(rootKey.getPrivate());
		X509Certificate issuer = CertificateDraft.issuer(root, sentry, issuerKey.getPublic(), from, until)
			.sign(rootKey.getPrivate());
		return new Authority(List.of(root), List.of(issuer), issuerKey.getPrivate());
	}

	/**
	 * Takes what operators have made.
	 * @param roots the text of their roots
	 * @param issuer the text of the issuer's certificate, and of those between it and a
	 * root
	 * @param key the text of the issuer's key
	 * @param names where the three came from, for errors
	 * @return the authority
	 * @throws IdentityException if it cannot be used, which says what is wrong where
	 */
	static Authority of(String roots, String issuer, String key, CredentialNames names) {
		List<X509Certificate> believed = Pem.certificates(roots, names.roots());
		for (X509Certificate root : believed) {
			requireSelfSigned(root, names.roots());
		}
		List<X509Certificate> chain = new ArrayList<>(Pem.certificates(issuer, names.issuer()));
		chain.removeIf(believed::contains);
		if (chain.isEmpty()) {
			throw new IdentityException("The certificates in " + names.issuer() + " are roots of " + names.roots()
					+ " (expected: an issuer's certificate that one of these has signed)", null);
		}
		PrivateKey read = Keys.read(key, names.key());
		if (!Keys.belongTogether(read, chain.get(0).getPublicKey())) {
			throw new IdentityException(
					"The key in " + names.key() + " is not that of the first certificate in " + names.issuer(), null);
		}
		new TrustAnchors(believed).verifyAuthority(chain, names.issuer());
		return new Authority(believed, chain, read);
	}

	private static void requireSelfSigned(X509Certificate root, String source) {
		try {
			root.verify(root.getPublicKey());
		}
		catch (GeneralSecurityException ex) {
			throw new IdentityException("The certificate of " + root.getSubjectX500Principal() + " in " + source
					+ " is not signed by itself (expected: roots only)", ex);
		}
	}

	/**
	 * Certifies a workload.
	 * @param id who it is
	 * @param workload its public key
	 * @param from from when on the certificate holds
	 * @param until until when
	 * @return its certificate and the issuer's, without roots
	 */
	public List<X509Certificate> certify(SpiffeId id, PublicKey workload, Instant from, Instant until) {
		List<X509Certificate> certified = new ArrayList<>();
		certified.add(CertificateDraft.workload(this.chain.get(0), id, workload, from, until).sign(this.key));
		certified.addAll(this.chain);
		return certified;
	}

	/**
	 * Certifies Sentry itself.
	 * @param id its identity
	 * @param from from when on the certificate holds
	 * @param until until when
	 * @return the identity, with a fresh key
	 */
	public Svid identify(SpiffeId id, Instant from, Instant until) {
		KeyPair own = Keys.generate();
		return Svid.of(certify(id, own.getPublic(), from, until), own.getPrivate());
	}

	/**
	 * The roots, as workloads get them.
	 * @return their text
	 */
	public String anchors() {
		return Pem.of(this.roots);
	}

	/**
	 * When the issuer's certificate ends, and with it all that it signs.
	 * @return the moment
	 */
	public Instant expiresAt() {
		return this.chain.get(0).getNotAfter().toInstant();
	}

	/** The issuer's certificates as text. */
	String issuer() {
		return Pem.of(this.chain);
	}

	/** The issuer's key as text. */
	String key() {
		return Keys.write(this.key);
	}

}
