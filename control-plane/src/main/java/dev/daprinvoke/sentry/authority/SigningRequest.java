package dev.daprinvoke.sentry.authority;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A request to certify a key. Nothing but the key is taken from it, once it has shown
 * that who asks holds the private one (platform contract section 1.2).
 */
public final class SigningRequest {

	private static final Pattern BLOCK = Pattern
		.compile("-----BEGIN (CERTIFICATE REQUEST|CERTIFICATE)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

	private SigningRequest() {
	}

	/**
	 * Reads a request.
	 * @param pem its text
	 * @return the key to certify
	 * @throws IllegalArgumentException if it is no request, or is not signed by its key
	 */
	public static PublicKey keyOf(String pem) {
		Matcher block = BLOCK.matcher(pem);
		if (!block.find()) {
			throw new IllegalArgumentException("no PEM block CERTIFICATE REQUEST");
		}
		try {
			JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(
					Base64.getMimeDecoder().decode(block.group(2)));
			PublicKey key = request.getPublicKey();
			if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
				throw new IllegalArgumentException("it is not signed by its key");
			}
			return key;
		}
		catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException | ClassCastException
				| IllegalStateException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

}
