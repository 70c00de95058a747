package dev.daprinvoke.sentry;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import dev.daprinvoke.identity.Pem;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.protocol.sentry.SignCertificateResponse;
import dev.daprinvoke.recording.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Every recorded request of {@code fixtures/sentry}, and platform contract 1.3. */
@Timeout(60)
class RecordedSigningTests {

	private static final int SERIAL_BITS = 128;

	@TempDir
	private static Path folder;

	private static RunningSentry sentry;

	@BeforeAll
	static void start() throws IOException {
		sentry = new RunningSentry(folder, "", "--trust-domain=cluster.local")
			.start(Map.of("NAMESPACE", "dapr-system"));
	}

	@AfterAll
	static void stop() throws Exception {
		sentry.close();
	}

	private static Stream<Recording> requests() {
		return Recording.all("sentry").stream().filter((each) -> each.json().has("call"));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void whenARecordedRequestIsMadeThenTheAnswerIsTheRecordedOne(Recording recording)
			throws InvalidProtocolBufferException {
		SignCertificateRequest request = SignCertificateRequest
			.parseFrom(bytes(recording.json().at("/call/messages/0")));
		int code = recording.json().at("/answer/status/code").asInt();
		if (code != 0) {
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> sentry.ask(request))
				.satisfies((ex) -> {
					assertThat(ex.getStatus().getCode()).isEqualTo(Status.fromCodeValue(code).getCode());
					assertThat(ex.getStatus().getDescription())
						.isEqualTo(recording.json().at("/answer/status/message").asString());
				});
			return;
		}
		SignCertificateResponse expected = SignCertificateResponse
			.parseFrom(bytes(recording.json().at("/answer/messages/0")));
		SignCertificateResponse answer = sentry.ask(request);
		assertThat(profiles(answer.getWorkloadCertificate().toStringUtf8()))
			.isEqualTo(profiles(expected.getWorkloadCertificate().toStringUtf8()));
		assertThat(answer.getTrustChainCertificatesCount()).isEqualTo(expected.getTrustChainCertificatesCount());
		assertThat(profiles(answer.getTrustChainCertificates(0).toStringUtf8()))
			.isEqualTo(profiles(expected.getTrustChainCertificates(0).toStringUtf8()));
		X509Certificate leaf = Pem.certificates(answer.getWorkloadCertificate().toStringUtf8(), "answer").get(0);
		assertThat(leaf.getSerialNumber().bitLength()).isLessThanOrEqualTo(SERIAL_BITS);
		assertThat(answer.getValidUntil().getSeconds()).isEqualTo(leaf.getNotAfter().getTime() / 1000);
		assertThat(answer.hasJwt()).isEqualTo(expected.hasJwt());
	}

	private static byte[] bytes(JsonNode message) {
		return Base64.getDecoder().decode(message.get("base64").asString());
	}

	private static List<CertificateProfile> profiles(String pem) {
		return Pem.certificates(pem, "a test").stream().map(CertificateProfile::of).toList();
	}

}
