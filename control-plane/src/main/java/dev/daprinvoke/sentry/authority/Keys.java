package dev.daprinvoke.sentry.authority;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.Pem;

/**
 * Private keys as text, of any kind that Go reads, and how they sign.
 */
final class Keys {

	private static final byte[] PROBE = { 1, 2, 3 };

	private static final int P_256 = 256;

	private static final int P_384 = 384;

	private Keys() {
	}

	/** A fresh key for authorities and workloads (platform contract section 1.4). */
	static KeyPair generate() {
		try {
			return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("this JDK has no Ed25519", ex);
		}
	}

	/**
	 * Reads a key.
	 * @param text its PEM block: PKCS#8, SEC 1 or PKCS#1
	 * @param source where it came from, for errors
	 * @throws IdentityException if it is none
	 */
	static PrivateKey read(String text, String source) {
		try (PEMParser parser = new PEMParser(new StringReader(text))) {
			for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
				PrivateKeyInfo info = (block instanceof PEMKeyPair pair) ? pair.getPrivateKeyInfo()
						: (block instanceof PrivateKeyInfo own) ? own : null;
				if (info != null) {
					return new JcaPEMKeyConverter().getPrivateKey(info);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			throw new IdentityException("The key in " + source + " is malformed: " + ex.getMessage(), ex);
		}
		throw new IdentityException(
				"There is no private key in " + source + " (expected: a block -----BEGIN PRIVATE KEY-----)", null);
	}

	/** The key as PKCS#8. */
	static String write(PrivateKey key) {
		return Pem.block("PRIVATE KEY", key.getEncoded());
	}

	/** The algorithm by which a key signs, as Go chooses it. */
	static String signature(PrivateKey key) {
		return switch (key.getAlgorithm()) {
			case "RSA" -> "SHA256withRSA";
			case "EC", "ECDSA" -> {
				int bits = (key instanceof ECKey curve) ? curve.getParams().getCurve().getField().getFieldSize()
						: P_256;
				yield (bits <= P_256) ? "SHA256withECDSA" : (bits <= P_384) ? "SHA384withECDSA" : "SHA512withECDSA";
			}
			default -> "Ed25519";
		};
	}

	/** Whether what one key signs the other one verifies. */
	static boolean belongTogether(PrivateKey key, PublicKey certified) {
		try {
			Signature signing = Signature.getInstance(signature(key));
			signing.initSign(key);
			signing.update(PROBE);
			byte[] signed = signing.sign();
			Signature verifying = Signature.getInstance(signature(key));
			verifying.initVerify(certified);
			verifying.update(PROBE);
			return verifying.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}
