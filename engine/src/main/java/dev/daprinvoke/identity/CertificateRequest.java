package dev.daprinvoke.identity;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;

/**
 * A fresh Ed25519 key and the request to have it certified: an empty one, as what is
 * certified follows from who asks (platform contract section 1.2). Such a request is
 * always the same but for key and signature, so that its few bytes are written here (RFC
 * 2986, RFC 8410).
 */
final class CertificateRequest {

	private static final int SEQUENCE = 0x30;

	private static final int BIT_STRING = 0x03;

	private static final byte[] VERSION = { 0x02, 0x01, 0x00 };

	private static final byte[] NO_ATTRIBUTES = { (byte) 0xa0, 0x00 };

	/** The algorithm 1.3.101.112. */
	private static final byte[] ED25519 = { 0x06, 0x03, 0x2b, 0x65, 0x70 };

	private final KeyPair keys;

	private CertificateRequest(KeyPair keys) {
		this.keys = keys;
	}

	/**
	 * Makes a key.
	 * @return the request for it
	 */
	static CertificateRequest generate() {
		try {
			return new CertificateRequest(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("this JDK has no Ed25519", ex);
		}
	}

	KeyPair keys() {
		return this.keys;
	}

	/** The request as text. */
	String toPem() {
		byte[] info = element(SEQUENCE, VERSION, element(SEQUENCE), this.keys.getPublic().getEncoded(), NO_ATTRIBUTES);
		return Pem.block("CERTIFICATE REQUEST",
				element(SEQUENCE, info, element(SEQUENCE, ED25519), element(BIT_STRING, new byte[1], sign(info))));
	}

	private byte[] sign(byte[] info) {
		try {
			Signature signature = Signature.getInstance("Ed25519");
			signature.initSign(this.keys.getPrivate());
			signature.update(info);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("a key was made, and cannot sign", ex);
		}
	}

	/** One element of DER, of less than 128 bytes or of less than 256. */
	private static byte[] element(int tag, byte[]... parts) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			content.writeBytes(part);
		}
		ByteArrayOutputStream element = new ByteArrayOutputStream();
		element.write(tag);
		if (content.size() >= 0x80) {
			element.write(0x81);
		}
		element.write(content.size());
		element.writeBytes(content.toByteArray());
		return element.toByteArray();
	}

}
