package dev.daprinvoke.testkit;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A certificate authority with a root and an issuer, for certificates of any quality.
 */
public final class TestAuthority {

	private static final AtomicLong SERIAL = new AtomicLong(1);

	private final String algorithm;

	private final KeyPair rootKeys;

	private final X509Certificate root;

	private final KeyPair issuerKeys;

	private final X509Certificate issuer;

	/**
	 * Makes an authority.
	 * @param algorithm the keys' algorithm, {@code Ed25519}, {@code EC} or {@code RSA}
	 */
	public TestAuthority(String algorithm) {
		this.algorithm = algorithm;
		this.rootKeys = keys(algorithm);
		this.issuerKeys = keys(algorithm);
		Order authority = new Order().subject("O=root").authority(true).usage(KeyUsage.keyCertSign);
		this.root = certificate(authority, this.rootKeys.getPublic(), "O=root", this.rootKeys.getPrivate());
		this.issuer = certificate(authority.subject("O=issuer"), this.issuerKeys.getPublic(), "O=root",
				this.rootKeys.getPrivate());
	}

	public X509Certificate root() {
		return this.root;
	}

	public X509Certificate issuer() {
		return this.issuer;
	}

	public PrivateKey issuerKey() {
		return this.issuerKeys.getPrivate();
	}

	/** A certificate, the one of its issuer, and its key. */
	public record Issued(List<X509Certificate> chain, PrivateKey key) {
	}

	/**
	 * Issues what is ordered.
	 * @param order the order
	 * @return the certificate
	 */
	public Issued issue(Order order) {
		KeyPair keys = keys(this.algorithm);
		return new Issued(chain(order, keys.getPublic()), keys.getPrivate());
	}

	/**
	 * Certifies the key of a request.
	 * @param request the request as text
	 * @param order what to certify, whatever the request says
	 * @return the certificate, and the one of its issuer
	 */
	public List<X509Certificate> certify(String request, Order order) {
		try (PEMParser text = new PEMParser(new StringReader(request))) {
			JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(
					(PKCS10CertificationRequest) text.readObject());
			PublicKey key = read.getPublicKey();
			if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
				throw new IllegalArgumentException("the request is not signed by its key");
			}
			return chain(order, key);
		}
		catch (IOException | GeneralSecurityException | PKCSException | OperatorCreationException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private List<X509Certificate> chain(Order order, PublicKey key) {
		return List.of(certificate(order, key, "O=issuer", this.issuerKeys.getPrivate()), this.issuer);
	}

	/**
	 * Issues what Sentry would issue.
	 * @param id the identity
	 * @return the certificate
	 */
	public Issued issue(String id) {
		return issue(new Order().uri(id));
	}

	/**
	 * Makes a key.
	 * @param algorithm its algorithm
	 * @return the key
	 */
	public static KeyPair keys(String algorithm) {
		try {
			return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private X509Certificate certificate(Order order, PublicKey key, String issuedBy, PrivateKey signer) {
		try {
			JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(issuedBy),
					BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(order.from), Date.from(order.until),
					new X500Name(order.subject), key);
			order.addTo(builder);
			String signature = switch (this.algorithm) {
				case "EC" -> "SHA256withECDSA";
				case "RSA" -> "SHA256withRSA";
				default -> this.algorithm;
			};
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(signer)));
		}
		catch (GeneralSecurityException | OperatorCreationException | CertIOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What a certificate is to say: a workload's, if nothing else is said. */
	public static final class Order {

		private final List<GeneralName> names = new ArrayList<>();

		private String subject = "";

		private Instant from = Instant.now().minus(Duration.ofMinutes(15));

		private Instant until = Instant.now().plus(Duration.ofDays(1));

		private boolean authority;

		private int usage = KeyUsage.digitalSignature;

		private KeyPurposeId[] purposes = { KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth };

		public Order uri(String uri) {
			this.names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
			return this;
		}

		public Order dns(String name) {
			this.names.add(new GeneralName(GeneralName.dNSName, name));
			return this;
		}

		public Order subject(String name) {
			this.subject = name;
			return this;
		}

		public Order valid(Instant since, Instant end) {
			this.from = since;
			this.until = end;
			return this;
		}

		public Order authority(boolean is) {
			this.authority = is;
			return this;
		}

		/** Key usages, or 0 to say nothing of them. */
		public Order usage(int bits) {
			this.usage = bits;
			return this;
		}

		public Order purposes(KeyPurposeId... ids) {
			this.purposes = ids;
			return this;
		}

		private void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException {
			if (this.usage != 0) {
				builder.addExtension(Extension.keyUsage, true, new KeyUsage(this.usage));
			}
			if (this.authority) {
				builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
			}
			else if (this.purposes.length > 0) {
				builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(this.purposes));
			}
			if (!this.names.isEmpty()) {
				builder.addExtension(Extension.subjectAlternativeName, this.subject.isEmpty(),
						new GeneralNames(this.names.toArray(GeneralName[]::new)));
			}
		}

	}

}
