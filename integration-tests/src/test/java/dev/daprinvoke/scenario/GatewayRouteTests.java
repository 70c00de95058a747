package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.ReceivedRequest;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Workspace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The snippets of {@code docs/gateway-routes.md}, each as the configuration of a packaged
 * sidecar.
 */
class GatewayRouteTests {

	private static final Pattern SNIPPET = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	@TempDir
	private static Path folder;

	private static NameResolutionFile names;

	private static TestApp app;

	private static Sidecar cart;

	private static List<String> snippets;

	@BeforeAll
	static void start() throws IOException {
		names = NameResolutionFile.in(folder);
		app = TestApp.start();
		cart = Sidecar.of("cart", folder).names(names).appPort(app.port()).startReady();
		snippets = new ArrayList<>();
		Matcher page = SNIPPET.matcher(Files.readString(Workspace.root().resolve("docs/gateway-routes.md")));
		while (page.find()) {
			snippets.add(page.group(1));
		}
	}

	@AfterAll
	static void stop() {
		cart.close();
		app.close();
	}

	@Test
	void whenARouteStripsAndAddsThenTheAppAndTheClientSeeIt() throws IOException {
		try (Sidecar gateway = start("id: shop")) {
			RawResponse response = gateway.http().send("POST", "/shop/items?page=|2", "two", "X-One: 1");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.text()).isEqualTo("ok");
			assertThat(response.header("X-Served-By")).isEqualTo("shop");
			ReceivedRequest request = app.lastReceived();
			assertThat(request.requestLine()).isEqualTo("POST /items?page=|2 HTTP/1.1");
			assertThat(request.text()).isEqualTo("two");
			assertThat(request.header("X-Tenant")).isEqualTo("blue");
			assertThat(request.header("X-One")).isEqualTo("1");
			assertThat(request.header("dapr-caller-app-id")).isEqualTo("frontend");
			RawHttp http = gateway.http();
			assertThat(http.get("/shop/x", "dapr-app-id: nobody").text())
				.isEqualTo(ErrorText.failedToInvoke("nobody", "no host found with the given ID"));
			assertThat(http.get("/elsewhere").text()).isEqualTo(ErrorText.NO_TARGET);
			assertThat(http.statusOf("/v1.0/healthz")).isEqualTo(204);
			assertThat(gateway.invoke("cart", "x").header("X-Served-By")).isNull();
		}
	}

	@Test
	void whenARouteRewritesThePathThenTheAppSeesTheNewOne() throws IOException {
		try (Sidecar gateway = start("id: menu")) {
			RawResponse response = gateway.http().get("/menu/soup%20of%20day?size=2", "Cookie: a=1");
			assertThat(response.status()).isEqualTo(202);
			ReceivedRequest request = app.lastReceived();
			assertThat(request.requestLine()).isEqualTo("GET /dishes/soup%20of%20day?size=2&lang=en HTTP/1.1");
			assertThat(request.headers("Cookie")).isEmpty();
			assertThat(gateway.http().send("PUT", "/menu/soup", "").status()).isEqualTo(404);
		}
	}

	@Test
	void whenARouteIsLimitedThenWhoAsksTooOftenGets429() throws IOException {
		try (Sidecar gateway = start("id: limited")) {
			List<Integer> statuses = new ArrayList<>();
			RawResponse last = gateway.http().get("/limited/items");
			assertThat(last.header("X-RateLimit-Remaining")).isEqualTo("2");
			long begin = System.nanoTime();
			for (int i = 0; i < 20; i++) {
				last = gateway.http().get("/limited/items");
				statuses.add(last.status());
			}
			long seconds = (System.nanoTime() - begin) / 1_000_000_000L;
			assertThat(statuses.stream().filter((status) -> status == 200).count()).isBetween(2L, 3L + seconds);
			assertThat(statuses).containsOnly(200, 429).contains(429);
			assertThat(last.header("X-RateLimit-Burst-Capacity")).isEqualTo("3");
			assertThat(last.header("X-RateLimit-Replenish-Rate")).isEqualTo("1");
			assertThat(last.header("X-RateLimit-Requested-Tokens")).isEqualTo("1");
			assertThat(gateway.invoke("cart", "items").status()).isEqualTo(200);
		}
	}

	@Test
	void whenThereAreDefaultFiltersThenCallsPassThemToo() throws IOException {
		try (Sidecar gateway = start("default-filters")) {
			RawResponse response = gateway.invoke("cart", "items");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("X-Through")).isEqualTo("gateway");
			assertThat(gateway.http().get("/items", "dapr-app-id: cart").header("X-Through")).isEqualTo("gateway");
		}
	}

	@Test
	void whenARouteCannotBeUsedThenTheStartEndsWithFileRouteAndValue() throws IOException {
		String snippet = snippet("id: shop").replace("StripPrefix", "StripPrefx");
		Path file = Files.writeString(folder.resolve("mistake.yaml"), snippet);
		int line = snippet.lines().toList().indexOf("          - id: shop") + 1;
		try (Sidecar gateway = setup(file)) {
			assertThat(gateway.process().awaitExit(Duration.ofSeconds(45))).isEqualTo(1);
			assertThat(gateway.process().output().text()).contains("Route shop (" + file + ", line " + line
					+ ") cannot be used: filter: StripPrefx (expected: one of AddRequestHeader, ");
		}
	}

	private static String snippet(String mark) {
		return snippets.stream().filter((snippet) -> snippet.contains(mark)).findFirst().orElseThrow();
	}

	private static Sidecar start(String mark) throws IOException {
		Path file = Files.writeString(Files.createTempFile(folder, "routes", ".yaml"), snippet(mark));
		return setup(file).awaitReady();
	}

	private static Sidecar setup(Path file) {
		// By the variable; other scenarios use the flag.
		return Sidecar.of("frontend", folder).names(names).variable("DAPR_INVOKE_CONFIG", file.toString()).start();
	}

}
