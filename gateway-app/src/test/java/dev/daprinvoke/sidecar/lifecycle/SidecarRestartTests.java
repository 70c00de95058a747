package dev.daprinvoke.sidecar.lifecycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.process.flags.StartupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is left between two lives of a sidecar (contract invocation.md 6, signals).
 */
class SidecarRestartTests extends WholeSidecar {

	@Test
	void whenARestartIsAskedForThenTheEndSaysSoAndOnlyTheNameIsLeft() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
				"--dapr-block-shutdown-duration=10m");
		awaitReady(running);
		this.stop.complete(Ask.RESTART);
		assertThat(exitCode(running)).isZero();
		assertThat(this.end.restart()).isTrue();
		this.sidecar.close();
		assertNothingLeft();
	}

	@Test
	void whenTheNextLifeCannotStartThenNothingIsLeft() throws Exception {
		Path configuration = sqlite(this.folder.resolve("hosts.db"));
		CompletableFuture<Integer> running = run(configuration);
		awaitReady(running);
		this.stop.complete(Ask.RESTART);
		assertThat(exitCode(running)).isZero();
		Files.writeString(configuration, "spec: [");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> run(configuration).get(60, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(StartupException.class);
		assertNothingLeft();
	}

}
