package dev.daprinvoke.sentry;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is the same in every certificate of a kind: all but serial number, keys, dates and
 * signature.
 */
record CertificateProfile(String subject, String issuer, long lifeSeconds, String keyAlgorithm,
		String signatureAlgorithm, Set<String> critical, Set<String> notCritical, List<Boolean> keyUsage,
		List<String> purposes, List<List<?>> names, int pathLength) {

	static CertificateProfile of(X509Certificate certificate) {
		try {
			boolean[] usage = Objects.requireNonNullElse(certificate.getKeyUsage(), new boolean[0]);
			List<Boolean> bits = new ArrayList<>();
			for (boolean bit : usage) {
				bits.add(bit);
			}
			return new CertificateProfile(certificate.getSubjectX500Principal().getName(),
					certificate.getIssuerX500Principal().getName(),
					(certificate.getNotAfter().getTime() - certificate.getNotBefore().getTime()) / 1000,
					certificate.getPublicKey().getAlgorithm(), certificate.getSigAlgName(),
					new TreeSet<>(certificate.getCriticalExtensionOIDs()),
					new TreeSet<>(certificate.getNonCriticalExtensionOIDs()), bits,
					Objects.requireNonNullElse(certificate.getExtendedKeyUsage(), List.of()),
					List.copyOf(Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of())),
					certificate.getBasicConstraints());
		}
		catch (CertificateParsingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
