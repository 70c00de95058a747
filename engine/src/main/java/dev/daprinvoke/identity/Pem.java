package dev.daprinvoke.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates as text (RFC 7468). What stands between the blocks is passed over.
 */
public final class Pem {

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
			Pattern.DOTALL);

	private static final int LINE = 64;

	private Pem() {
	}

	/**
	 * Reads certificates.
	 * @param text one or more certificates
	 * @param source where the text came from, for errors
	 * @return the certificates in their order
	 * @throws IdentityException if there is none, or one is malformed
	 */
	public static List<X509Certificate> certificates(String text, String source) {
		List<X509Certificate> certificates = new ArrayList<>();
		Matcher blocks = BLOCK.matcher(text);
		while (blocks.find()) {
			if (blocks.group(1).equals("CERTIFICATE")) {
				certificates.add(certificate(blocks.group(2), certificates.size() + 1, source));
			}
		}
		if (certificates.isEmpty()) {
			throw new IdentityException("There is no certificate in " + source
					+ " (expected: one or more blocks -----BEGIN CERTIFICATE-----)", null);
		}
		return List.copyOf(certificates);
	}

	private static X509Certificate certificate(String base64, int number, String source) {
		try {
			byte[] bytes = Base64.getMimeDecoder().decode(base64);
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(bytes));
		}
		catch (CertificateException | IllegalArgumentException ex) {
			throw new IdentityException("Certificate " + number + " in " + source + " is malformed: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Writes a block.
	 * @param label what it is
	 * @param bytes its content
	 * @return the block, with a line feed at its end
	 */
	public static String block(String label, byte[] bytes) {
		String base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
		return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
	}

	/**
	 * Writes certificates.
	 * @param certificates the certificates
	 * @return one block for each
	 */
	public static String of(List<X509Certificate> certificates) {
		StringBuilder text = new StringBuilder();
		try {
			for (X509Certificate certificate : certificates) {
				text.append(block("CERTIFICATE", certificate.getEncoded()));
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("a certificate was read, and cannot be written", ex);
		}
		return text.toString();
	}

}
