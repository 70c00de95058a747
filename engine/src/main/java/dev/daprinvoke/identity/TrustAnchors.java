package dev.daprinvoke.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.SpiffeId;

/**
 * The authorities that are believed, for every trust domain the same (platform contract
 * section 1.5).
 *
 * @param certificates their certificates, not empty
 */
public record TrustAnchors(List<X509Certificate> certificates) {

	/** More certificates than that in between are no chain but a burden. */
	private static final int LONGEST_CHAIN = 8;

	public TrustAnchors {
		certificates = List.copyOf(certificates);
		if (certificates.isEmpty()) {
			throw new IllegalArgumentException("trust anchors: none (expected: at least one certificate)");
		}
	}

	/**
	 * Reads trust anchors.
	 * @param text their certificates
	 * @param source where the text came from, for errors
	 * @return the anchors
	 * @throws IdentityException if there is none, or one is malformed
	 */
	public static TrustAnchors parse(String text, String source) {
		return new TrustAnchors(Pem.certificates(text, source));
	}

	/**
	 * Verifies a chain: at this moment, without extended key usages, revocations and host
	 * names. Takes about a millisecond; not for event loops.
	 * @param chain what a peer has sent, its own certificate first, the others in any
	 * order
	 * @return whose it is
	 * @throws IdentityException if it is not to be believed
	 */
	public SpiffeId verify(X509Certificate @Nullable [] chain) {
		if (chain == null || chain.length == 0) {
			throw new IdentityException("The peer has shown no certificate", null);
		}
		if (chain.length > LONGEST_CHAIN) {
			throw new IdentityException(
					"The peer has shown " + chain.length + " certificates (expected: at most " + LONGEST_CHAIN + ")",
					null);
		}
		SpiffeId id = Svid.idOf(chain[0]);
		verify(List.of(chain), "of " + id);
		return id;
	}

	/**
	 * Verifies the certificate of an authority that these have certified.
	 * @param chain its certificate first, then those in between
	 * @param source where they came from, for errors
	 * @throws IdentityException if it is none, or not to be believed
	 */
	public void verifyAuthority(List<X509Certificate> chain, String source) {
		if (chain.get(0).getBasicConstraints() < 0) {
			throw new IdentityException(
					"The first certificate in " + source + " is no authority's (expected: one that may sign others)",
					null);
		}
		verify(chain, "in " + source);
	}

	private void verify(List<X509Certificate> chain, String whose) {
		try {
			chain.get(0).checkValidity();
			X509CertSelector leaf = new X509CertSelector();
			leaf.setCertificate(chain.get(0));
			Set<TrustAnchor> anchors = this.certificates.stream()
				.map((each) -> new TrustAnchor(each, null))
				.collect(Collectors.toSet());
			PKIXBuilderParameters rules = new PKIXBuilderParameters(anchors, leaf);
			rules.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
			rules.setRevocationEnabled(false);
			CertPathBuilder.getInstance("PKIX").build(rules);
		}
		catch (CertPathBuilderException ex) {
			throw new IdentityException("The certificate " + whose + " is not to be believed: " + reason(ex), ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IdentityException("The certificate " + whose + " cannot be verified: " + ex.getMessage(), ex);
		}
	}

	private static String reason(Throwable error) {
		Throwable cause = error;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage());
	}

}
