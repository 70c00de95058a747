package dev.daprinvoke.sentry.validate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest.TokenValidator;
import dev.daprinvoke.resource.ConfigurationLoader;
import dev.daprinvoke.resource.MeshSettings;
import dev.daprinvoke.target.SpiffeId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 1.1, row "jwks". */
class JwksValidatorTests {

	private static final SpiffeId SENTRY = SpiffeId.parse("spiffe://localhost/ns/default/dapr-sentry");

	private static final String CART = "spiffe://public/ns/shop/cart";

	@TempDir
	private Path folder;

	private ECKey key;

	private Path keys;

	@BeforeEach
	void makeKeys() throws IOException, JOSEException {
		this.key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
		this.keys = Files.writeString(this.folder.resolve("jwks.json"), new JWKSet(this.key).toString());
	}

	private MeshSettings settings(String options) throws IOException {
		Path file = Files.writeString(this.folder.resolve("config.yaml"),
				"spec: {mtls: {tokenValidators: [{name: jwks, options: {" + options + "}}]}}\n");
		return new ConfigurationLoader(Map.of()).loadMesh(List.of(file));
	}

	private Validator validator() throws IOException {
		Validator found = Validators.of(settings("source: " + this.keys), SENTRY).find(TokenValidator.JWKS);
		assertThat(found).isNotNull();
		return found;
	}

	private static JWTClaimsSet.Builder claims() {
		return new JWTClaimsSet.Builder().audience(SENTRY.toString())
			.subject(CART)
			.expirationTime(Date.from(Instant.now().plusSeconds(60)));
	}

	private String token(JWTClaimsSet claims, ECKey by) throws JOSEException {
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims);
		token.sign(new ECDSASigner(by));
		return token.serialize();
	}

	private static SignCertificateRequest request(String token) {
		return SignCertificateRequest.newBuilder()
			.setId("cart")
			.setNamespace("shop")
			.setToken(token)
			.setCertificateSigningRequest(ByteString.copyFromUtf8("x"))
			.setTokenValidator(TokenValidator.JWKS)
			.build();
	}

	@Test
	void whenTheTokenIsAboutTheWorkloadThenItIsBelieved() throws Exception {
		assertThat(validator().validate(request(token(claims().build(), this.key) + "\n"))).hasToString(CART);
	}

	@Test
	void whenTheTokenHasExpiredWithinTheSkewThenItIsStillBelieved() throws Exception {
		JWTClaimsSet old = claims().expirationTime(Date.from(Instant.now().minusSeconds(200))).build();
		assertThat(validator().validate(request(token(old, this.key)))).hasToString(CART);
	}

	private void assertRefused(String token, String why) throws IOException {
		Validator validator = validator();
		assertThatExceptionOfType(ClaimException.class).isThrownBy(() -> validator.validate(request(token)))
			.withMessageContaining(why);
	}

	@Test
	void whenTheTokenIsNotToBeBelievedThenTheReasonIsTold() throws Exception {
		assertRefused("", "token is required");
		assertRefused("rubbish", "not to be believed");
		assertRefused(token(claims().audience("somebody").build(), this.key), "not to be believed");
		assertRefused(token(claims().expirationTime(Date.from(Instant.now().minusSeconds(400))).build(), this.key),
				"Expired");
		assertRefused(token(claims().subject("spiffe://public/ns/shop/other").build(), this.key),
				"is about spiffe://public/ns/shop/other (expected: " + CART + ")");
		ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
		assertRefused(token(claims().build(), stranger), "not to be believed");
	}

	/**
	 * Tokens that anybody could make: without signature, or "signed" by the public key.
	 */
	@Test
	void whenTheTokenNamesAnAlgorithmThatProvesNothingThenItIsRefused() throws Exception {
		assertRefused(new PlainJWT(claims().build()).serialize(), "not to be believed");
		JWSSigner byPublicKey = new MACSigner(this.key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8));
		SignedJWT confused = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
				claims().build());
		confused.sign(byPublicKey);
		assertRefused(confused.serialize(), "not to be believed");
	}

	@Test
	void whenAValidatorIsConfiguredThenNoneHoldsWithoutBeingNamed() throws IOException {
		Validators validators = Validators.of(settings("source: " + this.keys), SENTRY);
		assertThat(validators.find(TokenValidator.UNKNOWN)).isNull();
		assertThat(validators.find(TokenValidator.INSECURE)).isNull();
		assertThat(validators.believeEverybody()).isFalse();
		Validators byDefault = Validators.of(MeshSettings.DEFAULT, SENTRY);
		assertThat(byDefault.find(TokenValidator.UNKNOWN)).isSameAs(byDefault.find(TokenValidator.INSECURE));
		assertThat(byDefault.find(TokenValidator.JWKS)).isNull();
		assertThat(byDefault.find(TokenValidator.KUBERNETES)).isNull();
		assertThat(byDefault.believeEverybody()).isTrue();
	}

	@Test
	void whenKeysAreFetchedThenTheyAreKeptForAWhile() throws Exception {
		AtomicInteger fetched = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] set = new JWKSet(this.key).toString().getBytes(StandardCharsets.UTF_8);
		server.createContext("/keys", (exchange) -> {
			fetched.incrementAndGet();
			exchange.sendResponseHeaders(200, set.length);
			exchange.getResponseBody().write(set);
			exchange.close();
		});
		server.start();
		try {
			Validator validator = Validators
				.of(settings("source: 'http://127.0.0.1:" + server.getAddress().getPort() + "/keys'"), SENTRY)
				.find(TokenValidator.JWKS);
			assertThat(validator).isNotNull();
			for (int i = 0; i < 3; i++) {
				assertThat(validator.validate(request(token(claims().build(), this.key)))).hasToString(CART);
			}
			assertThat(fetched).hasValue(1);
		}
		finally {
			server.stop(0);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			source: ''                                    | The option source
			{}                                            | The option source
			source: 'https://:x/'                         | The option source
			source: keys, minRefreshInterval: soon        | The option minRefreshInterval
			source: keys, requestTimeout: 0s              | The option requestTimeout
			source: 'https://x/', caCertificate: /missing | The option caCertificate
			""")
	void whenAnOptionMakesNoSenseThenTheErrorNamesIt(String options, String named) throws IOException {
		MeshSettings settings = settings(options.equals("{}") ? "" : options);
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> Validators.of(settings, SENTRY))
			.withMessageContaining(named)
			.withMessageContaining("config.yaml");
	}

	@Test
	void whenAValidatorIsUnknownThenTheErrorNamesIt() throws IOException {
		Path file = Files.writeString(this.folder.resolve("config.yaml"),
				"spec: {mtls: {tokenValidators: [{name: oracle}]}}\n");
		MeshSettings settings = new ConfigurationLoader(new HashMap<>()).loadMesh(List.of(file));
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> Validators.of(settings, SENTRY))
			.withMessageContaining("oracle (expected: jwks");
	}

}
