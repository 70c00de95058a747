package dev.daprinvoke.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest.TokenValidator;
import dev.daprinvoke.protocol.sentry.SignCertificateResponse;
import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.TestAuthority;
import dev.daprinvoke.testkit.TestAuthority.Issued;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract sections 1.1 and 1.2. */
@Timeout(60)
class SentryClientTests {

	private static final String SENTRY = "spiffe://localhost/ns/default/dapr-sentry";

	private static final String CART = "spiffe://public/ns/default/cart";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final TestAuthority authority = new TestAuthority("Ed25519");

	private final ExecutorService blocking = Executors.newCachedThreadPool();

	private final AtomicReference<SignCertificateRequest> asked = new AtomicReference<>();

	private @Nullable Server server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.shutdownNow();
		}
		this.blocking.shutdownNow();
	}

	private int sentry(Issued own, Function<SignCertificateRequest, SignCertificateResponse> answer)
			throws IOException {
		this.server = NettyServerBuilder.forPort(0)
			.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(own.key(), own.chain()), SslProvider.JDK)
				.build())
			.addService(ServerServiceDefinition.builder("dapr.proto.sentry.v1.CA")
				.addMethod(SentryClient.SIGN, ServerCalls.asyncUnaryCall((request, observer) -> {
					this.asked.set(request);
					try {
						observer.onNext(answer.apply(request));
						observer.onCompleted();
					}
					catch (StatusRuntimeException ex) {
						observer.onError(ex);
					}
				}))
				.build())
			.build()
			.start();
		return this.server.getPort();
	}

	private int sentry() throws IOException {
		return sentry(this.authority.issue(SENTRY), (request) -> certified(request, CART));
	}

	private SignCertificateResponse certified(SignCertificateRequest request, String id) {
		return SignCertificateResponse.newBuilder()
			.setWorkloadCertificate(ByteString.copyFromUtf8(Pem.of(this.authority
				.certify(request.getCertificateSigningRequest().toStringUtf8(), new TestAuthority.Order().uri(id)))))
			.build();
	}

	private Svid request(int port, Map<String, String> environment) {
		SentrySettings settings = SentrySettings.of("localhost:" + port, "localhost", "default");
		IdentityRequest asked = new IdentityRequest(new TrustAnchors(List.of(this.authority.root())),
				SentryToken.choose(environment, false), environment.get("SENTRY_LOCAL_IDENTITY"),
				List.of("https://pay.example"));
		Svid svid = new SentryClient(settings, asked, this.blocking).request(Calls.app("cart")).block(LIMIT);
		assertThat(svid).isNotNull();
		return svid;
	}

	private void assertFails(int port, String why) {
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> request(port, Map.of()))
			.withMessageStartingWith("No identity from Sentry at localhost:" + port + ": ")
			.withMessageContaining(why);
	}

	@Test
	void whenSentryCertifiesTheAppThenThatIsItsIdentity() throws IOException {
		Svid svid = request(sentry(), Map.of());
		assertThat(svid.id()).isEqualTo(SpiffeId.parse(CART));
		SignCertificateRequest request = this.asked.get();
		assertThat(request.getId()).isEqualTo("cart");
		assertThat(request.getNamespace()).isEqualTo("default");
		assertThat(request.getTrustDomain()).isEmpty();
		assertThat(request.getToken()).isEmpty();
		assertThat(request.getTokenValidator()).isEqualTo(TokenValidator.UNKNOWN);
		assertThat(request.getCertificateSigningRequest().toStringUtf8())
			.startsWith("-----BEGIN CERTIFICATE REQUEST-----\n");
	}

	@Test
	void whenThereIsATokenFileThenItGoesAlongAsItIs(@TempDir Path folder) throws IOException {
		Path token = Files.writeString(folder.resolve("token"), " a.b.c\n");
		request(sentry(), Map.of("DAPR_SENTRY_TOKEN_FILE", token.toString()));
		assertThat(this.asked.get().getToken()).isEqualTo(" a.b.c\n");
		assertThat(this.asked.get().getTokenValidator()).isEqualTo(TokenValidator.JWKS);
	}

	@Test
	void whenTheTokenFileIsMissingOrNotNamedThenTheErrorSaysSo(@TempDir Path folder) throws IOException {
		int port = sentry();
		Path missing = folder.resolve("missing");
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> request(port, Map.of("DAPR_SENTRY_TOKEN_FILE", missing.toString())))
			.withMessageContaining(missing + ", named by DAPR_SENTRY_TOKEN_FILE");
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> SentryToken.choose(Map.of("DAPR_SENTRY_TOKEN_FILE", ""), false))
			.withMessageStartingWith("DAPR_SENTRY_TOKEN_FILE is empty");
	}

	@Test
	void whenSentryRefusesThenItsWordsAreTold() throws IOException {
		int port = sentry(this.authority.issue(SENTRY), (request) -> {
			throw Status.PERMISSION_DENIED.withDescription("app ID must not contain dots").asRuntimeException();
		});
		assertFails(port, "PERMISSION_DENIED app ID must not contain dots");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spiffe://localhost/ns/default/dapr-operator", "spiffe://other/ns/default/dapr-sentry",
			"spiffe://localhost/ns/other/dapr-sentry" })
	void whenTheServerIsNotSentryThenNothingIsAsked(String id) throws IOException {
		assertFails(sentry(this.authority.issue(id), (request) -> certified(request, CART)),
				"The peer is " + id + " (expected: " + SENTRY + ")");
		assertThat(this.asked.get()).isNull();
	}

	@Test
	void whenAnotherAuthorityHasCertifiedTheServerThenNothingIsAsked() throws IOException {
		assertFails(sentry(new TestAuthority("EC").issue(SENTRY), (request) -> certified(request, CART)),
				"is not to be believed");
		assertThat(this.asked.get()).isNull();
	}

	@Test
	void whenSentryAnswersNonsenseThenTheErrorSaysWhat() throws IOException {
		AtomicReference<Function<SignCertificateRequest, SignCertificateResponse>> answer = new AtomicReference<>(
				(request) -> SignCertificateResponse.getDefaultInstance());
		int port = sentry(this.authority.issue(SENTRY), (request) -> answer.get().apply(request));
		assertFails(port, "There is no certificate in its answer");
		answer.set((request) -> certified(request, "spiffe://public/ns/default/other"));
		assertFails(port, "it certified spiffe://public/ns/default/other (expected: /ns/default/cart)");
		answer.set((request) -> SignCertificateResponse.newBuilder()
			.setWorkloadCertificate(ByteString.copyFromUtf8(Pem.of(this.authority.issue(CART).chain())))
			.build());
		assertFails(port, "it certified another key than the one it was asked for");
	}

	@Test
	void whenAnotherIdentityIsNamedThenThatIsAskedFor() throws IOException {
		Svid svid = request(
				sentry(this.authority.issue(SENTRY),
						(request) -> certified(request, "spiffe://public/ns/default/" + request.getId())),
				Map.of("SENTRY_LOCAL_IDENTITY", "other"));
		assertThat(svid.id()).hasToString("spiffe://public/ns/default/other");
	}

	@Test
	void whenSentryGivesTokensThenTheyAreKeptAndRenewedInTime() throws IOException {
		Instant soon = Instant.now().plusSeconds(600);
		String all = token("[\"public\",\"https://pay.example\"]", soon);
		String one = token("\"https://pay.example\"", soon);
		Svid svid = request(tokens(all, one), Map.of());
		assertThat(this.asked.get().getJwtAudiencesList()).containsExactly("https://pay.example");
		assertThat(svid.tokens().get("public").token()).isEqualTo(all);
		assertThat(svid.tokens().get("https://pay.example").token()).isEqualTo(one);
		assertThat(svid.renewAt()).isBetween(Instant.now().plusSeconds(250), Instant.now().plusSeconds(301));
		assertThat(svid.tokens().toString()).doesNotContain(one);
	}

	@Test
	void whenATokenIsForNobodyOrForOthersOrTooOldThenTheErrorSaysSo() throws IOException {
		Instant soon = Instant.now().plusSeconds(600);
		String good = token("\"https://pay.example\"", soon);
		assertFails(tokens(token("[]", soon), good), "its audience is [] (expected: public)");
		this.server.shutdownNow();
		assertFails(tokens(token("\"public\"", soon), token("[\"https://pay.example\",\"x\"]", soon)),
				"(expected: https://pay.example)");
		this.server.shutdownNow();
		assertFails(tokens(token("\"public\"", Instant.now().minusSeconds(301)), good), "it expired at ");
		this.server.shutdownNow();
		assertFails(tokens("a.b", good), "it has 2 parts (expected: 3)");
		this.server.shutdownNow();
		assertFails(tokens("a.!.c", good), "its claims cannot be read");
	}

	private int tokens(String all, String one) throws IOException {
		return sentry(this.authority.issue(SENTRY),
				(request) -> certified(request, CART).toBuilder()
					.setJwt(StringValue.of(all))
					.putPerAudienceJwts("https://pay.example", StringValue.of(one))
					.build());
	}

	private static String token(String audience, Instant expiresAt) {
		String claims = "{\"sub\":\"" + CART + "\",\"aud\":" + audience + ",\"exp\":" + expiresAt.getEpochSecond()
				+ "}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
				+ ".x";
	}

	@Test
	void whenNobodyListensOrAnswersThenThatIsTold() throws IOException {
		int free;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free = socket.getLocalPort();
			assertFails(free, "DEADLINE_EXCEEDED");
		}
		assertFails(free, "Connection refused");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:", ":50001", "localhost:0", "localhost:x", "localhost:70000" })
	void whenTheAddressIsNoneThenTheErrorNamesIt(String address) {
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> SentrySettings.of(address, "localhost", "default"))
			.withMessage("--sentry-address is \"" + address + "\" (expected: host:port)");
	}

	@Test
	void whenWhatIsNeededIsMissingThenTheErrorNamesIt() {
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> SentrySettings.of("", "localhost", "default"))
			.withMessageContaining("--sentry-address is missing");
		assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> IdentityRequest.of(Map.of(), List.of()))
			.withMessageContaining("DAPR_TRUST_ANCHORS is not set");
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> IdentityRequest.of(Map.of("DAPR_TRUST_ANCHORS", " "), List.of()))
			.withMessageContaining("DAPR_TRUST_ANCHORS is empty");
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> IdentityRequest.of(Map.of("DAPR_TRUST_ANCHORS", "rubbish"), List.of()))
			.withMessageContaining("no certificate in the environment variable DAPR_TRUST_ANCHORS");
	}

	@Test
	void readsWhatToAskWithFromTheEnvironment() {
		IdentityRequest read = IdentityRequest.of(Map.of("DAPR_TRUST_ANCHORS",
				Pem.of(List.of(this.authority.root(), new TestAuthority("EC").root())), "SENTRY_LOCAL_IDENTITY", ""),
				List.of("a"));
		assertThat(read.anchors().certificates()).hasSize(2).contains(this.authority.root());
		assertThat(read.localIdentity()).isNull();
		assertThat(read.audiences()).containsExactly("a");
	}

}
