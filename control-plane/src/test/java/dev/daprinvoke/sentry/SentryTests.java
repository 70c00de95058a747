package dev.daprinvoke.sentry;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.identity.IdentityRequest;
import dev.daprinvoke.identity.SentryClient;
import dev.daprinvoke.identity.SentrySettings;
import dev.daprinvoke.identity.Svid;
import dev.daprinvoke.identity.TrustAnchors;
import dev.daprinvoke.process.signal.Signals;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract sections 1.1, 1.2 and 1.4. */
@Timeout(60)
class SentryTests {

	@TempDir
	private Path folder;

	private static Svid identity(RunningSentry sentry, String trustDomain) throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			Svid svid = new SentryClient(
					SentrySettings.of("localhost:" + sentry.port(), trustDomain, "default"), IdentityRequest
						.of(Map.of("DAPR_TRUST_ANCHORS", Files.readString(sentry.credentials("ca.crt"))), List.of()),
					threads)
				.request(Calls.app("cart"))
				.block();
			assertThat(svid).isNotNull();
			return svid;
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void whenASidecarAsksThenItGetsAnIdentityThatItsPeersBelieve() throws Exception {
		try (RunningSentry sentry = new RunningSentry(this.folder, "").start(Map.of())) {
			Svid svid = identity(sentry, "localhost");
			assertThat(svid.id()).hasToString("spiffe://public/ns/default/cart");
			TrustAnchors anchors = TrustAnchors.parse(Files.readString(sentry.credentials("ca.crt")), "ca.crt");
			assertThat(anchors.verify(svid.chain().toArray(X509Certificate[]::new))).isEqualTo(svid.id());
			assertThat(sentry.said()).contains("Every workload is believed to be who it says");
		}
	}

	@Test
	void whenTheConfigurationNamesTheTrustDomainThenTheFlagOverridesIt() throws Exception {
		String mtls = "    controlPlaneTrustDomain: from.file\n";
		try (RunningSentry sentry = new RunningSentry(this.folder, mtls).start(Map.of())) {
			assertThat(identity(sentry, "from.file").id()).isNotNull();
		}
		try (RunningSentry sentry = new RunningSentry(this.folder, mtls, "--trust-domain=from.flag").start(Map.of())) {
			assertThat(identity(sentry, "from.flag").id()).isNotNull();
		}
	}

	@Test
	void whenTheConfigurationSaysHowLongCertificatesLiveThenTheyDo() throws Exception {
		String mtls = "    workloadCertTTL: 90s\n    allowedClockSkew: 10s\n";
		try (RunningSentry sentry = new RunningSentry(this.folder, mtls).start(Map.of())) {
			X509Certificate leaf = identity(sentry, "localhost").chain().get(0);
			assertThat(leaf.getNotAfter().getTime() - leaf.getNotBefore().getTime()).isEqualTo(100_000);
		}
	}

	/** Nobody but Sentry itself is Sentry, whoever is believed otherwise. */
	@Test
	void whenAWorkloadClaimsToBeSentryThenItIsRefused() throws Exception {
		try (RunningSentry sentry = new RunningSentry(this.folder, "").start(Map.of())) {
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> sentry.ask(SignCertificateRequest.newBuilder()
					.setId("dapr-sentry")
					.setNamespace("default")
					.setTrustDomain("localhost")
					.setCertificateSigningRequest(ByteString.copyFromUtf8("x"))
					.build()))
				.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
		}
	}

	@Test
	void whenARequestIsTooLargeThenItIsRefusedAndTheNextOneIsAnswered() throws Exception {
		try (RunningSentry sentry = new RunningSentry(this.folder, "").start(Map.of())) {
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> sentry.ask(SignCertificateRequest.newBuilder()
					.setId("cart")
					.setNamespace("default")
					.setCertificateSigningRequest(ByteString.copyFrom(new byte[300_000]))
					.build()))
				.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED,
						Status.Code.CANCELLED));
			assertThat(identity(sentry, "localhost").id()).isNotNull();
		}
	}

	private static int status(int port, String path) throws Exception {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path)
			.toURL()
			.openConnection();
		return connection.getResponseCode();
	}

	@Test
	void whenItServesThenHealthAndMetricsSaySo() throws Exception {
		try (RunningSentry sentry = new RunningSentry(this.folder, "").start(Map.of())) {
			RunningSentry.await(() -> healthy(sentry));
			assertThat(status(sentry.healthPort(), "/other")).isEqualTo(404);
			identity(sentry, "localhost");
			String metrics = new String(
					URI.create("http://127.0.0.1:" + sentry.metricsPort() + "/").toURL().openStream().readAllBytes(),
					StandardCharsets.UTF_8);
			assertThat(metrics).contains("dapr_sentry_cert_sign_request_received_total 1",
					"dapr_sentry_cert_sign_success_total 1", "dapr_sentry_issuercert_expiry_timestamp 1");
		}
	}

	private static boolean healthy(RunningSentry sentry) {
		try {
			return status(sentry.healthPort(), "/healthz") == 200;
		}
		catch (Exception ex) {
			return false;
		}
	}

	@Test
	void whenHangupComesThenItBeginsAnewWithTheSameCredentials() throws Exception {
		try (RunningSentry sentry = new RunningSentry(this.folder, "").start(Map.of())) {
			String anchors = Files.readString(sentry.credentials("ca.crt"));
			sentry.signal("HUP");
			RunningSentry.await(() -> sentry.said().split(" serves on port ").length == 3);
			assertThat(Files.readString(sentry.credentials("ca.crt"))).isEqualTo(anchors);
			assertThat(identity(sentry, "localhost").id()).isNotNull();
		}
	}

	@Test
	void whenTheConfigurationIsMissingThenItIsFatal() throws Exception {
		RunningSentry sentry = new RunningSentry(this.folder, "");
		Files.delete(this.folder.resolve("config.yaml"));
		try (sentry) {
			sentry.start(Map.of());
			assertThat(sentry.exitCode()).isEqualTo(1);
			assertThat(sentry.said()).contains("level=fatal").contains("config.yaml");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--mode=kubernetes    | not built yet
			--mode=x             | invalid mode: x
			--jwt-enabled        | not built yet
			--oidc-enabled       | not built yet
			--log-level=loud     | --log-level=loud is no log level
			--port=x             | --port=x is no port number
			--trust-domain=A!    | The trust domain A!
			--issuer-credentials= | --issuer-credentials is empty
			""")
	void whenAFlagMakesNoSenseThenTheErrorNamesIt(String flag, String words) throws Exception {
		try (RunningSentry sentry = new RunningSentry(this.folder, "", flag).start(Map.of())) {
			assertThat(sentry.exitCode()).isEqualTo(1);
			assertThat(sentry.said()).contains("level=fatal").contains(words);
		}
	}

	@Test
	void whenAPortIsTakenThenTheErrorNamesItsFlag() throws Exception {
		try (ServerSocket taken = new ServerSocket(0);
				RunningSentry sentry = new RunningSentry(this.folder, "", "--healthz-port=" + taken.getLocalPort(),
						"--healthz-listen-address=0.0.0.0")
					.start(Map.of())) {
			assertThat(sentry.exitCode()).isEqualTo(1);
			assertThat(sentry.said()).contains("--healthz-port=" + taken.getLocalPort() + ": nothing can listen");
		}
	}

	@ParameterizedTest
	@CsvSource({ "--version, 0, 1.18.0", "--build-info, 0, Dapr Invoke for Spring", "--help, 0, Usage of sentry:",
			"--unknown, 2, unknown flag: --unknown" })
	void whenSomethingElseIsAskedForThenItAnswers(String flag, int code, String words) throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
		assertThat(new Sentry(Map.of(), print, print, new Signals((name, handler) -> null, (exit) -> {
		})).run(flag)).isEqualTo(code);
		assertThat(out.toString(StandardCharsets.UTF_8)).contains(words);
	}

}
