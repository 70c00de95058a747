package dev.daprinvoke.sentry.validate;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.Pem;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.resource.GoDuration;
import dev.daprinvoke.resource.MeshSettings;
import dev.daprinvoke.target.SpiffeId;

/**
 * Believes who shows a token that a key of a set has signed, meant for this Sentry and
 * about the very identity that is asked for (platform contract section 1.1, row "jwks").
 */
final class JwksValidator implements Validator {

	private static final int SKEW_SECONDS = 300;

	private static final Duration REFRESH = Duration.ofMinutes(10);

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int LARGEST = 1 << 20;

	/** Keys whose holders can only verify. */
	private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384,
			JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256,
			JWSAlgorithm.ES384, JWSAlgorithm.ES512);

	private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

	private JwksValidator(JWKSource<SecurityContext> keys, SpiffeId sentry) {
		this.processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
		DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(sentry.toString(), null,
				Set.of("sub"));
		claims.setMaxClockSkew(SKEW_SECONDS);
		this.processor.setJWTClaimsSetVerifier(claims);
	}

	/**
	 * Sets one up.
	 * @param settings what the Configuration says
	 * @param sentry whom tokens have to be meant for
	 * @throws IdentityException if that makes no sense; names the option
	 */
	static JwksValidator of(MeshSettings.Validator settings, SpiffeId sentry) {
		String source = settings.options().getOrDefault("source", "");
		if (source.isBlank()) {
			throw wrong(settings, "source", source, "an https:// or http:// URL, or a file", null);
		}
		Duration refresh = duration(settings, "minRefreshInterval", REFRESH);
		Duration patience = duration(settings, "requestTimeout", PATIENCE);
		if (!source.startsWith("http://") && !source.startsWith("https://")) {
			Path file = Path.of(source);
			return new JwksValidator((selector, context) -> selector.select(read(file)), sentry);
		}
		try {
			DefaultResourceRetriever http = new DefaultResourceRetriever((int) patience.toMillis(),
					(int) patience.toMillis(), LARGEST, true, trusting(settings));
			JWKSource<SecurityContext> keys = JWKSourceBuilder.create(URI.create(source).toURL(), http)
				.cache(Math.max(refresh.toMillis() * 2, 2), Math.max(refresh.toMillis() / 2, 1))
				.rateLimited(Math.max(refresh.toMillis() / 2, 1))
				.build();
			return new JwksValidator(keys, sentry);
		}
		catch (MalformedURLException | IllegalArgumentException ex) {
			throw wrong(settings, "source", source, "an https:// or http:// URL, or a file", ex);
		}
	}

	private static JWKSet read(Path file) {
		try {
			return JWKSet.parse(Files.readString(file));
		}
		catch (IOException | ParseException ex) {
			throw new ClaimException("the keys in " + file + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private static @Nullable SSLSocketFactory trusting(MeshSettings.Validator settings) {
		String certificate = settings.options().getOrDefault("caCertificate", "");
		if (certificate.isBlank()) {
			return null;
		}
		try {
			String text = certificate.contains("-----BEGIN") ? certificate : Files.readString(Path.of(certificate));
			List<X509Certificate> believed = Pem.certificates(text, "the option caCertificate");
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			for (int i = 0; i < believed.size(); i++) {
				store.setCertificateEntry("" + i, believed.get(i));
			}
			TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			managers.init(store);
			SSLContext tls = SSLContext.getInstance("TLS");
			tls.init(null, managers.getTrustManagers(), null);
			return tls.getSocketFactory();
		}
		catch (IOException | GeneralSecurityException ex) {
			throw wrong(settings, "caCertificate", certificate, "a certificate as PEM, or a file with one", ex);
		}
	}

	private static Duration duration(MeshSettings.Validator settings, String option, Duration byDefault) {
		String text = settings.options().getOrDefault(option, "");
		if (text.isEmpty()) {
			return byDefault;
		}
		try {
			Duration read = GoDuration.parse(text);
			if (!read.isNegative() && !read.isZero()) {
				return read;
			}
		}
		catch (IllegalArgumentException ex) {
			throw wrong(settings, option, text, "a duration such as 10m", ex);
		}
		throw wrong(settings, option, text, "a duration such as 10m", null);
	}

	private static IdentityException wrong(MeshSettings.Validator settings, String option, String text, String expected,
			@Nullable Exception cause) {
		return new IdentityException(
				"The option " + option + " of mtls.tokenValidators in " + settings.at() + " is \"" + text
						+ "\" (expected: " + expected + ")" + ((cause != null) ? ": " + cause.getMessage() : ""),
				cause);
	}

	@Override
	public SpiffeId validate(SignCertificateRequest request) {
		SpiffeId claimed = Claim.of(request);
		if (request.getToken().isEmpty()) {
			throw new ClaimException("invalid request: token is required");
		}
		JWTClaimsSet claims;
		try {
			claims = this.processor.process(request.getToken().strip(), null);
		}
		catch (ParseException | BadJOSEException | JOSEException ex) {
			throw new ClaimException("the token is not to be believed: " + ex.getMessage(), ex);
		}
		if (!claimed.toString().equals(claims.getSubject())) {
			throw new ClaimException("the token is about " + claims.getSubject() + " (expected: " + claimed + ")");
		}
		return claimed;
	}

}
