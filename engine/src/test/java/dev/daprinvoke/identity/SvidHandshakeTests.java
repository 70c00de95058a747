package dev.daprinvoke.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.identity.SvidTrustManager.Expected;
import dev.daprinvoke.testkit.TestAuthority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 1.5: handshakes of two sidecars, without a network. */
class SvidHandshakeTests {

	private static final String SHOP = "spiffe://public/ns/default/shop";

	private static final String CART = "spiffe://public/ns/default/cart";

	private final TestAuthority authority = new TestAuthority("Ed25519");

	private static Svid svid(TestAuthority authority, String id) {
		TestAuthority.Issued issued = authority.issue(id);
		return Svid.of(issued.chain(), issued.key());
	}

	private static SSLContext context(AtomicReference<Svid> own, TestAuthority believed, Expected expected) {
		try {
			TrustAnchors anchors = new TrustAnchors(List.of(believed.root()));
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(new KeyManager[] { new SvidKeyManager(own::get) },
					new TrustManager[] { new SvidTrustManager(() -> anchors, expected) }, null);
			return context;
		}
		catch (NoSuchAlgorithmException | KeyManagementException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Pair(SSLEngine client, SSLEngine server) {

		static Pair of(SSLContext caller, SSLContext callee, String protocol) {
			SSLEngine client = caller.createSSLEngine();
			client.setUseClientMode(true);
			client.setEnabledProtocols(new String[] { protocol });
			SSLEngine server = callee.createSSLEngine();
			server.setUseClientMode(false);
			server.setNeedClientAuth(true);
			return new Pair(client, server);
		}

		Pair shakeHands() throws SSLException {
			ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
			ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
			for (int i = 0; i < 100 && !(isDone(this.client) && isDone(this.server)); i++) {
				step(this.client, toClient, toServer);
				step(this.server, toServer, toClient);
			}
			return this;
		}

		private static boolean isDone(SSLEngine engine) {
			return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
					&& !engine.getSession().getProtocol().equals("NONE");
		}

		private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
			in.flip();
			SSLEngineResult result;
			do {
				result = engine.unwrap(in, ByteBuffer.allocate(1 << 16));
				run(engine);
			}
			while (in.hasRemaining() && result.bytesConsumed() > 0);
			in.compact();
			do {
				result = engine.wrap(ByteBuffer.allocate(0), out);
				run(engine);
			}
			while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && result.bytesProduced() > 0);
		}

		private static void run(SSLEngine engine) {
			for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
				task.run();
			}
		}

	}

	private static Certificate shownBy(SSLEngine other) throws SSLException {
		return other.getSession().getPeerCertificates()[0];
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, Ed25519", "TLSv1.2, Ed25519", "TLSv1.3, EC", "TLSv1.2, EC", "TLSv1.3, RSA", "TLSv1.2, RSA" })
	void whenBothAreOfTheMeshThenEachKnowsTheOther(String protocol, String algorithm) throws SSLException {
		TestAuthority mesh = new TestAuthority(algorithm);
		Svid shop = svid(mesh, SHOP);
		Svid cart = svid(mesh, CART);
		Pair pair = Pair
			.of(context(new AtomicReference<>(shop), mesh, Expected.path("/ns/default/cart")),
					context(new AtomicReference<>(cart), mesh, Expected.ANYBODY), protocol)
			.shakeHands();
		assertThat(pair.client().getSession().getProtocol()).isEqualTo(protocol);
		assertThat(shownBy(pair.client())).isEqualTo(cart.chain().get(0));
		assertThat(shownBy(pair.server())).isEqualTo(shop.chain().get(0));
	}

	@Test
	void whenTheCalleeIsAnotherThanExpectedThenTheCallerRefusesIt() {
		Pair pair = Pair.of(
				context(new AtomicReference<>(svid(this.authority, SHOP)), this.authority,
						Expected.path("/ns/default/cart")),
				context(new AtomicReference<>(svid(this.authority, SHOP)), this.authority, Expected.ANYBODY),
				"TLSv1.3");
		assertThatExceptionOfType(SSLException.class).isThrownBy(pair::shakeHands)
			.withMessageContaining("The peer is " + SHOP + " (expected: /ns/default/cart)");
	}

	@Test
	void whenTheCallerIsOfAnotherMeshThenTheCalleeRefusesIt() {
		TestAuthority other = new TestAuthority("Ed25519");
		Pair pair = Pair.of(context(new AtomicReference<>(svid(other, SHOP)), this.authority, Expected.ANYBODY),
				context(new AtomicReference<>(svid(this.authority, CART)), this.authority, Expected.ANYBODY),
				"TLSv1.3");
		assertThatExceptionOfType(SSLException.class).isThrownBy(pair::shakeHands)
			.withMessageContaining("is not to be believed");
	}

	@Test
	void whenTheCallerHasNoIdentityThenTheCalleeRefusesIt() {
		Pair pair = Pair.of(context(new AtomicReference<>(), this.authority, Expected.ANYBODY),
				context(new AtomicReference<>(svid(this.authority, CART)), this.authority, Expected.ANYBODY),
				"TLSv1.3");
		assertThatExceptionOfType(SSLException.class).isThrownBy(pair::shakeHands);
	}

	@Test
	void whenAnIdentityIsRenewedThenNewHandshakesShowTheNewOne() throws SSLException, GeneralSecurityException {
		AtomicReference<Svid> own = new AtomicReference<>(svid(this.authority, SHOP));
		SSLContext caller = context(own, this.authority, Expected.ANYBODY);
		SSLContext callee = context(new AtomicReference<>(svid(this.authority, CART)), this.authority,
				Expected.ANYBODY);
		for (int i = 0; i < 20; i++) {
			Svid renewed = svid(this.authority, SHOP);
			own.set(renewed);
			assertThat(shownBy(Pair.of(caller, callee, "TLSv1.3").shakeHands().server()))
				.isEqualTo(renewed.chain().get(0));
		}
	}

	@Test
	void whenAnIdentityIsHalfWayThroughItsLifeThenItIsToBeRenewed() {
		Svid svid = svid(this.authority, SHOP);
		assertThat(java.time.Duration.between(svid.chain().get(0).getNotBefore().toInstant(), svid.renewAt()))
			.isEqualTo(java.time.Duration.between(svid.renewAt(), svid.expiresAt()));
	}

}
