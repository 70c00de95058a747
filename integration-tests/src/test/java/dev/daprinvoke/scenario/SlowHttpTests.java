package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SlowHttp;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hundreds of clients that are as slow as they can: who does not get a head together
 * within ten seconds is gone (contract, invocation.md 1.1), slow bodies may stay, and
 * others are served meanwhile.
 */
@Timeout(240)
class SlowHttpTests {

	private static final String PATH = "/v1.0/healthz/outbound";

	@TempDir
	private static Path folder;

	@Test
	void whenClientsAreSlowThenHeadsHaveTenSecondsAndOthersAreServed() {
		SlowHttp.require();
		try (Sidecar sidecar = Sidecar.of("slow", folder).start().await(PATH, 204);
				ChildProcess heads = SlowHttp.start(folder, of(sidecar, "-H", "-c", "400", "-l", "60"));
				ChildProcess bodies = SlowHttp.start(folder,
						of(sidecar, "-B", "-c", "200", "-l", "15", "-s", "8192"))) {
			long begin = System.nanoTime();
			Waiting.until("the end of slow heads", Duration.ofSeconds(50), () -> {
				assertThat(sidecar.http().statusOf(PATH)).isEqualTo(204);
				return !heads.isAlive();
			}, heads::evidence);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(9),
					Duration.ofSeconds(45));
			assertThat(heads.output().text()).contains("No open connections left");
			SlowHttp.awaitEnd(bodies);
			assertThat(sidecar.http().statusOf(PATH)).isEqualTo(204);
			assertThat(sidecar.process().output().text()).doesNotContain("level=error", "level=warn");
		}
	}

	private static String[] of(Sidecar sidecar, String... attack) {
		return Stream
			.concat(List.of(attack).stream(),
					List.of("-i", "3", "-r", "400", "-x", "10", "-u", "http://127.0.0.1:" + sidecar.httpPort() + PATH)
						.stream())
			.toArray(String[]::new);
	}

}
