package dev.daprinvoke.scenario.client;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An app without a web server: it calls, and nothing of the starter keeps it from ending.
 */
class CommandLineTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	private Path folder;

	@Test
	void whenAllIsDoneThenTheAppEnds() {
		try (Mesh mesh = Mesh.start(this.folder);
				ChildProcess shop = Shop.process(this.folder, mesh.shopPort(), "spring.main.web-application-type=none",
						"dapr.invoke.wait-for-sidecar=30s")) {
			assertThat(shop.awaitExit(LIMIT)).as(shop::evidence).isZero();
			assertThat(shop.output().lines()).contains("blocking: tea", "reactive: tea");
		}
	}

	@Test
	void whenThereIsNoSidecarThenTheAppFailsWithTheTypedError() {
		try (ChildProcess shop = Shop.process(this.folder, Ports.free(), "spring.main.web-application-type=none")) {
			assertThat(shop.awaitExit(LIMIT)).isEqualTo(1);
			assertThat(shop.output().text()).contains("NotReachableException: GET items/1 of cart failed");
		}
	}

}
