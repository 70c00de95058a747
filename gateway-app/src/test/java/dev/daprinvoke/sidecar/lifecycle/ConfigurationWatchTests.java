package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.resource.ConfigurationLoader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 7.1, hot reload.
 */
@Timeout(60)
class ConfigurationWatchTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration WHILE = Duration.ofSeconds(5);

	private static final String SQLITE = "spec: {nameResolution: {component: sqlite}}\n";

	private static final String MDNS = "spec: {nameResolution: {component: mdns}}\n";

	@TempDir
	private Path folder;

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private Path file = Path.of("");

	@BeforeEach
	void write() throws IOException {
		this.file = Files.writeString(this.folder.resolve("config.yaml"), SQLITE);
	}

	@AfterEach
	void endTime() {
		this.time.dispose();
	}

	@Test
	void whenTheConfigurationBecomesAnotherOneThenTheEditIsNoticedOnceTheFileRests() {
		CompletableFuture<Void> edited = edited();
		write(MDNS);
		this.time.advanceTimeBy(INTERVAL);
		assertThat(edited).isNotDone();
		this.time.advanceTimeBy(INTERVAL);
		assertThat(edited).isDone();
	}

	@Test
	void whenTheEditCameBeforeTheWatchBeganThenItIsNoticed() {
		ConfigurationWatch watch = watch(this.folder);
		write(MDNS);
		CompletableFuture<Void> edited = watch.edited(INTERVAL, this.time).toFuture();
		this.time.advanceTimeBy(INTERVAL);
		assertThat(edited).isDone();
	}

	@Test
	void whenTheFileIsReplacedThenTheEditIsNoticed() throws IOException {
		CompletableFuture<Void> edited = edited();
		Path next = Files.writeString(this.folder.resolve("next"), MDNS);
		Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
		this.time.advanceTimeBy(WHILE);
		assertThat(edited).isDone();
	}

	@ParameterizedTest
	@ValueSource(strings = { "# a comment\n" + SQLITE, "spec: [\n", "spec: {accessControl: {defaultAction: alow}}\n" })
	void whenNothingNewOrNothingUsableIsWrittenThenTheSidecarGoesOn(String text) {
		CompletableFuture<Void> edited = edited();
		write(text);
		this.time.advanceTimeBy(WHILE);
		assertThat(edited).isNotDone();
		write(MDNS);
		this.time.advanceTimeBy(WHILE);
		assertThat(edited).isDone();
	}

	@Test
	void whenTheFileIsGoneThenTheSidecarGoesOn() throws IOException {
		CompletableFuture<Void> edited = edited();
		Files.delete(this.file);
		this.time.advanceTimeBy(WHILE);
		assertThat(edited).isNotDone();
	}

	@Test
	void whenTheFileLiesElsewhereThenThereIsNothingToWatch() {
		assertThat(watch(this.folder.resolve("resources")).hasFiles()).isFalse();
		assertThat(watch(this.folder).hasFiles()).isTrue();
		assertThat(watch(this.folder.resolve("x/..")).hasFiles()).isTrue();
	}

	private CompletableFuture<Void> edited() {
		return watch(this.folder).edited(INTERVAL, this.time).toFuture();
	}

	private void write(String text) {
		try {
			Files.writeString(this.file, text);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ConfigurationWatch watch(Path directory) {
		List<Path> files = List.of(this.file);
		return new ConfigurationWatch(new SidecarSettings.Resources(files, List.of(directory)), Map.of(),
				new ConfigurationLoader(Map.of()).load(files));
	}

}
