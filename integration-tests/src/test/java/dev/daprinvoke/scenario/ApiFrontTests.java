package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.H2cClient;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One sidecar that asks for a token, knows a page's origin, logs calls and has routes
 * taken away (contract, invocation.md 1.1, 1.7, 5.4 to 5.6, platform.md 5.3).
 */
class ApiFrontTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String TOKEN = "dapr-api-token: s3cret";

	private static final String BASIC = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("dapr-app-id:guarded".getBytes());

	private static final int PUBLIC = Ports.free();

	@TempDir
	private static Path folder;

	private static TestApp app;

	private static Sidecar sidecar;

	@BeforeAll
	static void start() throws IOException {
		app = TestApp.start();
		Path rules = Files.writeString(folder.resolve("rules.yaml"), """
				spec:
				  api:
				    denied:
				    - {name: shutdown, version: v1, protocol: http}
				    - {name: metadat, version: v1, protocol: http}
				""");
		sidecar = Sidecar.of("guarded", folder)
			.names(NameResolutionFile.in(folder))
			.appPort(app.port())
			.variable("DAPR_API_TOKEN", "s3cret")
			.arguments("--config", rules.toString(), "--allowed-origins=http://page,http://other",
					"--enable-api-logging", "--dapr-public-port=" + PUBLIC, "--dapr-public-listen-address=127.0.0.1")
			.startReady();
	}

	@AfterAll
	static void stop() {
		try (TestApp closed = app) {
			sidecar.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/guarded/method/forms, X: y", "/forms, dapr-app-id: guarded", "/forms, basic" })
	void whenATokenIsSetThenEveryFormNeedsIt(String path, String header) {
		String form = header.equals("basic") ? BASIC : header;
		RawResponse refused = sidecar.http().get(path, form, "dapr-api-token: wrong");
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.text()).isEqualTo("invalid api token\n");
		assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(sidecar.http().get(path, form).status()).isEqualTo(401);
		RawResponse passed = sidecar.http().get(path, form, TOKEN);
		assertThat(passed.text()).isEqualTo("ok");
		assertThat(app.lastReceived().target()).isEqualTo("/forms");
		assertThat(app.lastReceived().header("dapr-api-token")).isNull();
	}

	@Test
	void whenATokenIsSetThenOwnEndpointsNeedItButHealthAndThePublicPort() {
		assertThat(sidecar.http().get("/v1.0/metadata").status()).isEqualTo(401);
		assertThat(sidecar.http().get("/v1.0/metadata", TOKEN).status()).isEqualTo(200);
		assertThat(sidecar.http().get("/v1.0/healthz").status()).isEqualTo(204);
		assertThat(sidecar.http().get("/v1.0/healthz/outbound").status()).isEqualTo(204);
		assertThat(RawHttp.to(PUBLIC).get("/v1.0/metadata").status()).isEqualTo(200);
		assertThat(RawHttp.to(PUBLIC).get("/v1.0/healthz").status()).isEqualTo(204);
	}

	@Test
	void whenMetadataIsPutOnOnePortThenBothShowIt() {
		assertThat(RawHttp.to(PUBLIC).send("PUT", "/v1.0/metadata/by+public%2F1", "a").status()).isEqualTo(204);
		assertThat(sidecar.http().send("PUT", "/v1.0/metadata/by-api", "b", TOKEN).status()).isEqualTo(204);
		assertThat(sidecar.http().get("/v1.0/metadata", TOKEN).text()).contains("\"by public/1\":\"a\"",
				"\"by-api\":\"b\"", "\"enabledFeatures\":[\"HotReload\",\"WorkflowsRemoteActivityReminder\"]");
		assertThat(RawHttp.to(PUBLIC).get("/v1.0/metadata").text()).contains("\"by public/1\":\"a\"",
				"\"by-api\":\"b\"");
	}

	@Test
	void whenShutdownIsDeniedThenItsPathIsAsUnknownAsAny() {
		RawResponse response = sidecar.http().send("POST", "/v1.0/shutdown", "", TOKEN);
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.text()).contains("ERR_DIRECT_INVOKE");
		assertThat(sidecar.process().isAlive()).isTrue();
	}

	@Test
	void whenARuleNamesNothingThenTheLogSaysSo() {
		sidecar.process().output().await("has no effect, as in Dapr: Dapr has no HTTP API v1/metadat", LIMIT);
	}

	@Test
	void whenAPageAsksThenItNeedsNoTokenForThePreflight() {
		RawResponse preflight = sidecar.http()
			.exchange(sidecar.http()
				.request("OPTIONS", "/v1.0/invoke/guarded/method/x", "Origin: http://page",
						"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type"));
		assertThat(preflight.status()).isEqualTo(200);
		assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("http://page");
		assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("POST");
		assertThat(preflight.header("Access-Control-Allow-Headers")).isEqualTo("Content-Type");
		assertThat(preflight.head().all("Vary")).hasSize(3);
		RawResponse call = sidecar.http().get("/v1.0/invoke/guarded/method/x", "Origin: http://page", TOKEN);
		assertThat(call.header("Access-Control-Allow-Origin")).isEqualTo("http://page");
		assertThat(call.header("Vary")).isEqualTo("Origin");
		assertThat(sidecar.http()
			.get("/v1.0/invoke/guarded/method/x", "Origin: http://evil", TOKEN)
			.header("Access-Control-Allow-Origin")).isNull();
	}

	@Test
	void whenClientsSpeakHttp2ThenTokenAndOriginCountAsWell() throws Exception {
		H2cClient client = H2cClient.to(sidecar.httpPort());
		HttpResponse<InputStream> refused = client.send(client.request("/v1.0/invoke/guarded/method/x"));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.body().readAllBytes()).asString().isEqualTo("invalid api token\n");
		HttpResponse<InputStream> passed = client.send(client.request("/v1.0/invoke/guarded/method/x")
			.header("dapr-api-token", "s3cret")
			.header("Origin", "http://page")
			.POST(HttpRequest.BodyPublishers.ofString("hi")));
		assertThat(passed.statusCode()).isEqualTo(200);
		assertThat(passed.headers().allValues("access-control-allow-origin")).containsExactly("http://page");
		assertThat(passed.headers().allValues("vary")).containsExactly("Origin");
		assertThat(app.lastReceived().header("dapr-api-token")).isNull();
		HttpResponse<InputStream> preflight = client.send(client.request("/v1.0/invoke/guarded/method/x")
			.method("OPTIONS", HttpRequest.BodyPublishers.noBody())
			.header("Origin", "http://page")
			.header("Access-Control-Request-Method", "POST"));
		assertThat(preflight.statusCode()).isEqualTo(200);
		assertThat(preflight.headers().allValues("access-control-allow-methods")).containsExactly("POST");
		assertThat(preflight.headers().allValues("vary")).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/guarded/method/logged/one, caller/1", "/v1.0/metadata, caller/2" })
	void whenACallIsAnsweredThenItsLineIsWritten(String path, String userAgent) {
		sidecar.http().get(path, TOKEN, "User-Agent: " + userAgent);
		sidecar.process().output().await("useragent=" + userAgent, LIMIT);
		assertThat(sidecar.process().output().lines()).filteredOn((line) -> line.contains("useragent=" + userAgent))
			.singleElement()
			.asString()
			.contains(" method=\"GET " + path + "\" ")
			.matches("time=\"[^\"]+\" level=info msg=\"HTTP API Called\" app_id=guarded code=200 duration=\\d+ "
					+ "instance=\\S+ method=\"GET [^\"]+\" scope=dapr.runtime.http-info size=\\d+ type=request "
					+ "useragent=\\S+ ver=1.18.0");
	}

}
