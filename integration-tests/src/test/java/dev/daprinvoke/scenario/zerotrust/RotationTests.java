package dev.daprinvoke.scenario.zerotrust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.SentryProcess;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Identities and roots that change under load, without a failed call (platform contract
 * sections 1.2 and 1.4).
 */
class RotationTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	private Path folder;

	/** Two seconds of life: half of it, and a second's skew, make a renewal a second. */
	@Test
	void whenIdentitiesAreRenewedEachSecondThenNoCallFails() throws Exception {
		try (Trinity mesh = new Trinity(this.folder, "{workloadCertTTL: 2s, allowedClockSkew: 1s}")) {
			Load load = new Load(() -> mesh.throughIngress("service-a.middle", "checkout"));
			try (load) {
				Waiting.until("20 renewals", LIMIT, () -> renewals(mesh.a()) >= 20 || !load.problems().isEmpty());
			}
			assertThat(load.problems()).isEmpty();
			assertThat(load.calls()).isPositive();
		}
	}

	private static long renewals(Sidecar sidecar) {
		return sidecar.process()
			.output()
			.lines()
			.stream()
			.filter((line) -> line.contains(" is renewed until "))
			.count();
	}

	/** As operators do it: both roots for a while, sidecars anew, then the new issuer. */
	@Test
	void whenTheRootIsChangedThenNoCallFails() throws Exception {
		Path other = Files.createDirectory(this.folder.resolve("other"));
		try (SentryProcess made = SentryProcess.start(other, "{enabled: true}").awaitReady()) {
			assertThat(made.anchors()).isNotEmpty();
		}
		try (Trinity mesh = new Trinity(this.folder)) {
			Load load = new Load(() -> mesh.throughIngress("service-a.middle", "checkout"));
			try (load) {
				Path credentials = mesh.sentry().credentials();
				String both = mesh.sentry().anchors() + Files.readString(other.resolve("credentials/ca.crt"));
				replace(credentials.resolve("ca.crt"), both);
				awaitChange(mesh, 1);
				mesh.restartWith(both);
				for (String name : new String[] { "issuer.crt", "issuer.key" }) {
					replace(credentials.resolve(name), Files.readString(other.resolve("credentials").resolve(name)));
				}
				awaitChange(mesh, 2);
				mesh.restartWith(both);
				replace(credentials.resolve("ca.crt"), Files.readString(other.resolve("credentials/ca.crt")));
				awaitChange(mesh, 3);
			}
			assertThat(load.problems()).isEmpty();
			assertThat(load.calls()).isPositive();
		}
	}

	private static void replace(Path file, String text) throws IOException {
		Path draft = Files.writeString(file.resolveSibling("draft"), text);
		Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
	}

	private static void awaitChange(Trinity mesh, int changes) {
		Waiting.until("change " + changes + " of the issuer", LIMIT,
				() -> mesh.sentry().metrics().contains("dapr_sentry_issuercert_changed_total " + changes));
	}

}
