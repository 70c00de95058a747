package dev.daprinvoke.scenario.zerotrust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.SentryProcess;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sidecars that get no identity, and Sentry that goes away (platform contract section
 * 1.2).
 */
class MeshStartTests {

	@TempDir
	private Path folder;

	private String fatal(SidecarSetup setup) {
		try (Sidecar sidecar = setup.start()) {
			assertThat(sidecar.awaitExit()).isEqualTo(1);
			return sidecar.process().output().text();
		}
	}

	@Test
	void whenSentryIsDownThenTheSidecarSaysSoAndEnds() {
		int nobody = Ports.free();
		SentryProcess elsewhere = SentryProcess.start(this.folder, "{enabled: true}");
		String anchors;
		try (elsewhere) {
			elsewhere.awaitReady();
			anchors = elsewhere.anchors();
		}
		String said = fatal(Sidecar.of("cart", this.folder)
			.arguments("--enable-mtls", "--sentry-address=127.0.0.1:" + nobody)
			.variable("DAPR_TRUST_ANCHORS", anchors));
		assertThat(said).contains("level=fatal").contains("No identity from Sentry at 127.0.0.1:" + nobody);
	}

	@Test
	void whenAnchorsAreMissingOrWrongThenTheErrorNamesTheVariable() {
		assertThat(
				fatal(Sidecar.of("cart", this.folder).arguments("--enable-mtls", "--sentry-address=127.0.0.1:50001")))
			.contains("DAPR_TRUST_ANCHORS is not set");
		assertThat(fatal(Sidecar.of("cart", this.folder)
			.arguments("--enable-mtls", "--sentry-address=127.0.0.1:50001")
			.variable("DAPR_TRUST_ANCHORS", "rubbish"))).contains("DAPR_TRUST_ANCHORS");
	}

	@Test
	void whenAnotherAuthorityHasCertifiedSentryThenTheSidecarDoesNotBelieveIt() throws Exception {
		Path other = Files.createDirectory(this.folder.resolve("other"));
		String anchors;
		try (SentryProcess made = SentryProcess.start(other, "{enabled: true}").awaitReady()) {
			anchors = made.anchors();
		}
		try (SentryProcess sentry = SentryProcess.start(this.folder, "{enabled: true}").awaitReady()) {
			assertThat(fatal(Sidecar.of("cart", this.folder)
				.arguments("--enable-mtls", "--sentry-address", sentry.address())
				.variable("DAPR_TRUST_ANCHORS", anchors))).contains("is not to be believed");
		}
	}

	@Test
	void whenSentryIsDownAtTheRenewalThenTheOldIdentityStaysAndIsRenewedLater() {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		String mtls = "{workloadCertTTL: 40s, allowedClockSkew: 36s}";
		SentryProcess sentry = SentryProcess.start(this.folder, mtls).awaitReady();
		try (TestApp app = TestApp.start();
				Sidecar cart = sentry.certifying(Sidecar.of("cart", this.folder).names(names))
					.appPort(app.port())
					.startReady();
				Sidecar shop = sentry.certifying(Sidecar.of("shop", this.folder).names(names)).startReady()) {
			sentry.close();
			Waiting.until("a renewal that fails", Duration.ofSeconds(20),
					() -> cart.process().output().text().contains("could not be renewed"));
			assertThat(shop.invoke("cart", "items").status()).isEqualTo(200);
			try (SentryProcess again = sentry.again(this.folder, mtls).awaitReady()) {
				Waiting.until("a renewal that succeeds", Duration.ofSeconds(30),
						() -> cart.process().output().text().contains(" is renewed until "));
				assertThat(again.process().isAlive()).isTrue();
			}
			assertThat(shop.invoke("cart", "items").status()).isEqualTo(200);
		}
	}

}
