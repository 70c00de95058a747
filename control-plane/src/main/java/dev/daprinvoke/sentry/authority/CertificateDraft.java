package dev.daprinvoke.sentry.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import dev.daprinvoke.target.SpiffeId;

/**
 * A certificate that is yet to be signed, by the profile of platform contract section
 * 1.3.
 */
final class CertificateDraft {

	private static final int SERIAL_BITS = 128;

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final X500Name NOBODY = new X500Name(new RDN[0]);

	private final JcaX509v3CertificateBuilder builder;

	private CertificateDraft(X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
		this.builder = new JcaX509v3CertificateBuilder(issuer, serial(), Date.from(from), Date.from(until), subject,
				key);
	}

	// A number of no more than 128 bits, and above zero.
	private static BigInteger serial() {
		return new BigInteger(SERIAL_BITS, RANDOM).max(BigInteger.ONE);
	}

	/** The root of a mesh, which certifies itself. */
	static CertificateDraft root(String trustDomain, PublicKey key, Instant from, Instant until) {
		return new CertificateDraft(organisation(trustDomain), organisation(trustDomain), key, from, until)
			.authority(KeyUsage.digitalSignature | KeyUsage.keyCertSign, key);
	}

	/** The authority that certifies workloads. */
	static CertificateDraft issuer(X509Certificate root, SpiffeId sentry, PublicKey key, Instant from, Instant until) {
		return new CertificateDraft(subject(root), organisation(sentry.toString()), key, from, until)
			.authority(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign, key);
	}

	/** A workload. */
	static CertificateDraft workload(X509Certificate issuer, SpiffeId id, PublicKey key, Instant from, Instant until) {
		CertificateDraft draft = new CertificateDraft(subject(issuer), NOBODY, key, from, until);
		draft.extend(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
		draft.extend(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
				new KeyPurposeId[] { KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth }));
		byte[] issuerKey = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
		if (issuerKey != null) {
			draft.extend(Extension.authorityKeyIdentifier, false,
					new AuthorityKeyIdentifier(
							SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(issuerKey).getOctets())
								.getKeyIdentifier()));
		}
		draft.extend(Extension.subjectAlternativeName, true,
				new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id.toString())));
		return draft;
	}

	private CertificateDraft authority(int usage, PublicKey key) {
		extend(Extension.keyUsage, true, new KeyUsage(usage));
		extend(Extension.basicConstraints, true, new BasicConstraints(true));
		try {
			extend(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("this JDK has no SHA-1 for names of keys", ex);
		}
		return this;
	}

	private void extend(ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {
		try {
			this.builder.addExtension(name, critical, value);
		}
		catch (CertIOException ex) {
			throw new IllegalStateException("an extension cannot be written", ex);
		}
	}

	/**
	 * Signs it.
	 * @param key the issuer's key
	 * @return the certificate
	 */
	X509Certificate sign(PrivateKey key) {
		try {
			return new JcaX509CertificateConverter()
				.getCertificate(this.builder.build(new JcaContentSignerBuilder(Keys.signature(key)).build(key)));
		}
		catch (GeneralSecurityException | OperatorCreationException ex) {
			throw new IllegalStateException("a certificate cannot be signed: " + ex.getMessage(), ex);
		}
	}

	private static X500Name subject(X509Certificate certificate) {
		return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
	}

	private static X500Name organisation(String name) {
		return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, new DERPrintableString(name)).build();
	}

}
