package dev.daprinvoke.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.testkit.TestAuthority;
import dev.daprinvoke.testkit.TestAuthority.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 1.5, chain check. */
class TrustAnchorsTests {

	private static final String CART = "spiffe://public/ns/default/cart";

	private final TestAuthority authority = new TestAuthority("Ed25519");

	private final TrustAnchors anchors = new TrustAnchors(List.of(this.authority.root()));

	private SpiffeId verify(Order order) {
		return this.anchors.verify(chain(this.authority.issue(order)));
	}

	private static X509Certificate[] chain(TestAuthority.Issued issued) {
		return issued.chain().toArray(X509Certificate[]::new);
	}

	private void assertRefused(Order order, String why) {
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> verify(order)).withMessageContaining(why);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ed25519", "EC", "RSA" })
	void whenAChainLeadsToAnAnchorThenItIsBelieved(String algorithm) {
		TestAuthority other = new TestAuthority(algorithm);
		TrustAnchors both = new TrustAnchors(List.of(this.authority.root(), other.root()));
		assertThat(both.verify(chain(other.issue(CART)))).hasToString(CART);
		assertThat(both.verify(chain(this.authority.issue(CART)))).hasToString(CART);
	}

	@Test
	void whenTheTrustDomainIsAnyThenItIsBelieved() {
		assertThat(verify(new Order().uri("spiffe://elsewhere/x"))).hasToString("spiffe://elsewhere/x");
	}

	@Test
	void whenAPeerSendsMoreThanItsChainInAnyOrderThenItIsBelieved() {
		TestAuthority other = new TestAuthority("EC");
		X509Certificate leaf = this.authority.issue(CART).chain().get(0);
		X509Certificate[] sent = { leaf, other.issuer(), this.authority.root(), this.authority.issuer() };
		assertThat(this.anchors.verify(sent)).hasToString(CART);
	}

	@Test
	void whenUsagesAreMissingOrOthersThenThatIsOfNoImportance() {
		assertThat(verify(new Order().uri(CART).usage(0).purposes())).hasToString(CART);
		assertThat(verify(new Order().uri(CART).purposes(KeyPurposeId.id_kp_codeSigning))).hasToString(CART);
		assertThat(verify(new Order().uri(CART).usage(KeyUsage.keyEncipherment))).hasToString(CART);
	}

	@Test
	void whenThereAreOtherNamesThenTheUriCounts() {
		assertThat(verify(new Order().dns("dapr-injector").subject("CN=x").uri(CART))).hasToString(CART);
	}

	@Test
	void whenACertificateIsNotValidNowThenItIsRefusedToTheSecond() {
		Instant now = Instant.now();
		assertRefused(new Order().uri(CART).valid(now.minus(Duration.ofDays(1)), now.minusSeconds(2)), "NotAfter");
		assertRefused(new Order().uri(CART).valid(now.plusSeconds(60), now.plus(Duration.ofDays(1))), "NotBefore");
	}

	@Test
	void whenAnotherAuthorityHasIssuedItThenItIsRefused() {
		TestAuthority other = new TestAuthority("Ed25519");
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> this.anchors.verify(chain(other.issue(CART))))
			.withMessageStartingWith("The certificate of " + CART + " is not to be believed: ");
	}

	@Test
	void whenTheIssuerIsMissingThenItIsRefused() {
		X509Certificate leaf = this.authority.issue(CART).chain().get(0);
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> this.anchors.verify(new X509Certificate[] { leaf }));
	}

	@Test
	void whenItIsNoWorkloadsThenItIsRefused() {
		assertRefused(new Order().uri(CART).uri(CART + "2"), "has 2 URIs [" + CART + ", " + CART + "2]");
		assertRefused(new Order().dns("cart"), "has 0 URIs []");
		assertRefused(new Order().subject("CN=x"), "has 0 URIs []");
		assertRefused(new Order().uri("https://cart"), "SPIFFE id: \"https://cart\"");
		assertRefused(new Order().uri(CART).authority(true), "is a certificate authority's");
		assertRefused(new Order().uri(CART).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign), "may sign");
		assertRefused(new Order().uri(CART).usage(KeyUsage.digitalSignature | KeyUsage.cRLSign), "may sign");
	}

	@Test
	void whenNothingOrFarTooMuchIsShownThenItIsRefused() {
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> this.anchors.verify(null));
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> this.anchors.verify(new X509Certificate[0]));
		X509Certificate[] many = new X509Certificate[9];
		java.util.Arrays.fill(many, this.authority.issuer());
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> this.anchors.verify(many))
			.withMessageContaining("9 certificates");
	}

	@Test
	void whenAnchorsAreReadThenCommentsArePassedOver() {
		TestAuthority other = new TestAuthority("EC");
		String text = "the first\n" + Pem.of(List.of(this.authority.root())) + "# the second\n"
				+ Pem.of(List.of(other.root()));
		assertThat(TrustAnchors.parse(text, "DAPR_TRUST_ANCHORS").certificates()).containsExactly(this.authority.root(),
				other.root());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
			"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nMIIB" })
	void whenAnchorsAreMalformedThenTheErrorNamesTheirSource(String text) {
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> TrustAnchors.parse(text, "DAPR_TRUST_ANCHORS"))
			.withMessageContaining("DAPR_TRUST_ANCHORS");
	}

}
