package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes started by the launcher of a packaged folder, with no environment but the
 * given one. All have ended when this is closed.
 */
final class LaunchedProcesses implements AutoCloseable {

	private final List<Process> processes = new ArrayList<>();

	static String launcher(Path folder) {
		return folder.resolve("bin/daprd").toString();
	}

	static Path copy(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectories(to.resolve(from.relativize(directory).toString()));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES,
						LinkOption.NOFOLLOW_LINKS);
				return FileVisitResult.CONTINUE;
			}

		});
		return to;
	}

	Outcome run(Map<String, String> environment, String... command) throws Exception {
		return run(environment, Path.of("/"), command);
	}

	Outcome run(Map<String, String> environment, Path directory, String... command) throws Exception {
		long started = System.nanoTime();
		Process process = start(environment, directory, command);
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return new Outcome(process.exitValue(), output, Duration.ofNanos(System.nanoTime() - started));
	}

	Process start(Map<String, String> environment, Path directory, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().putAll(environment);
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	record Outcome(int exitCode, String output, Duration took) {

	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
	}

}
