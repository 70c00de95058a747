package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.MarkdownPage;
import dev.daprinvoke.harness.MavenProject;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.SampleApp;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.harness.Workspace;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page {@code docs/getting-started.md} as a test: its files are a project that
 * builds, and its app answers what the page promises.
 */
class GettingStartedTests {

	private static final MarkdownPage PAGE = MarkdownPage.read("getting-started.md");

	private static final Duration START_LIMIT = Duration.ofSeconds(120);

	private static MavenProject project;

	@TempDir
	private Path folder;

	@BeforeAll
	static void build() {
		project = MavenProject.write("getting-started", PAGE.files()).build("package");
	}

	@Test
	void whenThePageIsFollowedThenItsAppAnswersWhatThePageSays() {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (SampleApp cart = SampleApp.start("sample-cart", this.folder, Map.of()).awaitReady();
				Sidecar cartSidecar = Sidecar.of("cart", this.folder).names(names).appPort(cart.port()).startReady();
				Sidecar sidecar = Sidecar.of("shop", this.folder).names(names).startReady()) {
			int port = Ports.free();
			try (ChildProcess shop = start(port, sidecar)) {
				assertThat(get(port, shop).text()).isEqualTo(PAGE.text("answer: /cart"));
				sidecar.process().signal("INT");
				assertThat(sidecar.awaitExit()).isZero();
				RawResponse failure = get(port, shop);
				assertThat(failure.status()).isEqualTo(502);
				assertThat(failure.header("Content-Type")).isEqualTo("application/problem+json");
				assertThat(failure.text())
					.contains("\"title\":\"" + PAGE.text("title: /cart without the sidecar") + "\"");
			}
		}
	}

	private static ChildProcess start(int port, Sidecar sidecar) {
		ChildProcess shop = ChildProcess.start("shop", project.folder(),
				Map.of("DAPR_HTTP_PORT", Integer.toString(sidecar.httpPort())),
				List.of(Workspace.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-jar",
						"target/shop-1.0.0.jar", "--server.address=127.0.0.1", "--server.port=" + port));
		try {
			Waiting.until("Shop on port " + port, START_LIMIT, () -> {
				assertThat(shop.isAlive()).as(shop::evidence).isTrue();
				return !RawHttp.to(port).isRefused();
			}, shop::evidence);
			return shop;
		}
		catch (AssertionError ex) {
			shop.close();
			throw ex;
		}
	}

	private static RawResponse get(int port, ChildProcess shop) {
		RawResponse response = RawHttp.to(port).get("/cart");
		assertThat(response.status()).as(() -> response.text() + "\n" + shop.evidence()).isIn(200, 502);
		return response;
	}

}
