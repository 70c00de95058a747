package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sidecar writes, and that calls do not depend on anybody's reading it
 * (contract, platform.md 5.3).
 */
class LogTests {

	private static final String LINE = "time=\"[^\"]+\" level=info msg=(\"[^\"]*\"|\\S+) app_id=talker instance=\\S+ "
			+ "scope=dapr\\.runtime\\S* type=log ver=1\\.18\\.0";

	private static final String JSON = "\\{\"app_id\":\"talker\",\"instance\":\"[^\"]+\",\"level\":\"info\",\"msg\":\".*\","
			+ "\"scope\":\"dapr\\.runtime[^\"]*\",\"time\":\"[^\"]+\",\"type\":\"log\",\"ver\":\"1\\.18\\.0\"}";

	@TempDir
	private Path folder;

	private NameResolutionFile names;

	@BeforeEach
	void nameResolution() {
		this.names = NameResolutionFile.in(this.folder);
	}

	@Test
	void whenNothingIsSaidThenLinesAreTextOnStdout() {
		try (Sidecar sidecar = sidecar().startReady()) {
			stop(sidecar);
			assertThat(sidecar.process().output().lines()).isNotEmpty().allMatch((line) -> line.matches(LINE));
			assertThat(sidecar.process().errors().lines()).isEmpty();
		}
	}

	@Test
	void whenJsonInAFileIsAskedForThenStdoutStaysEmpty() throws IOException {
		Path file = this.folder.resolve("daprd.log");
		try (Sidecar sidecar = sidecar().arguments("--log-as-json", "--log-file", file.toString()).startReady()) {
			stop(sidecar);
			assertThat(sidecar.process().output().lines()).isEmpty();
			List<String> lines = Files.readAllLines(file);
			assertThat(lines).isNotEmpty().allMatch((line) -> line.matches(JSON));
			assertThat(lines).last().asString().contains("\"msg\":\"Daprd shutdown gracefully\"");
		}
	}

	@Test
	void whenNobodyReadsTheLogThenCallsGoOnAndTheStopIsGraceful() throws Exception {
		Path pipe = pipe();
		// Open for reading, so that writers find a reader, who never reads.
		try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw");
				TestApp app = TestApp.start();
				Sidecar sidecar = talkingTo(pipe, app).startReady()) {
			call(sidecar, 6000);
			assertThat(reader.getFD().valid()).isTrue();
			sidecar.process().signal("TERM");
			assertThat(sidecar.awaitExit()).isZero();
		}
	}

	@Test
	void whenTheReaderOfTheLogIsGoneThenCallsGoOnAndTheStopIsGraceful() throws Exception {
		Path pipe = pipe();
		try (TestApp app = TestApp.start()) {
			Sidecar sidecar;
			try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
				sidecar = talkingTo(pipe, app).startReady();
				assertThat(reader.getFD().valid()).isTrue();
			}
			try (sidecar) {
				call(sidecar, 200);
				sidecar.process().signal("TERM");
				assertThat(sidecar.awaitExit()).isZero();
			}
		}
	}

	private SidecarSetup sidecar() {
		return Sidecar.of("talker", this.folder).names(this.names);
	}

	private SidecarSetup talkingTo(Path pipe, TestApp app) {
		return sidecar().appPort(app.port())
			.arguments("--enable-api-logging=true", "--log-level=debug")
			.through("/bin/sh", "-c", "exec \"$@\" >" + pipe, "sh");
	}

	private Path pipe() throws Exception {
		Path pipe = this.folder.resolve("pipe");
		Process make = new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start();
		assertThat(make.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return pipe;
	}

	private static void call(Sidecar sidecar, int times) throws IOException {
		String request = "GET /v1.0/invoke/talker/method/" + "x".repeat(200) + " HTTP/1.1\r\nHost: h\r\n\r\n";
		try (RawConnection connection = sidecar.http().open()) {
			for (int i = 0; i < times; i++) {
				connection.send(request);
				RawResponse response = connection.receive();
				assertThat(response.status()).isEqualTo(200);
			}
		}
	}

	private static void stop(Sidecar sidecar) {
		sidecar.process().signal("TERM");
		assertThat(sidecar.awaitExit()).isZero();
	}

}
