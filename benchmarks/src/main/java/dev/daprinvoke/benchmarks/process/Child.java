package dev.daprinvoke.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A started process, measured and stopped together with everything it started itself.
 */
public final class Child implements AutoCloseable {

	private static final int GRACE_SECONDS = 5;

	private static final int LOG_TAIL_LINES = 15;

	private final String name;

	private final Process process;

	private final long startedNanos;

	private final Path log;

	Child(String name, Process process, long startedNanos, Path log) {
		this.name = name;
		this.process = process;
		this.startedNanos = startedNanos;
		this.log = log;
	}

	public String name() {
		return this.name;
	}

	/**
	 * The moment just before the process was started.
	 * @return a reading of {@link System#nanoTime()}
	 */
	public long startedNanos() {
		return this.startedNanos;
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * The user and system time used up to now by the process and its descendants.
	 * @return seconds
	 */
	public double cpuSeconds() {
		return tree().map((process) -> read(process, "stat"))
			.flatMap(Optional::stream)
			.mapToDouble((stat) -> ProcessStat.parse(stat).seconds())
			.sum();
	}

	/**
	 * The resident memory of the process and its descendants, pages they share counted
	 * once for each.
	 * @return the sum over the processes
	 */
	public Memory memory() {
		return tree().map((process) -> read(process, "status"))
			.flatMap(Optional::stream)
			.map(Memory::parse)
			.reduce(Memory.NONE, Memory::plus);
	}

	/**
	 * Makes the peak start again from what is resident now. Where the kernel does not
	 * allow it, the peak stays that of the whole life: never too low.
	 */
	public void resetPeakMemory() {
		tree().forEach((process) -> {
			try {
				// proc(5): writing 5 resets VmHWM.
				Files.writeString(Path.of("/proc", Long.toString(process.pid()), "clear_refs"), "5");
			}
			catch (IOException ex) {
				// Said above: the figure is then an upper bound.
			}
		});
	}

	/**
	 * How many files the process may open.
	 * @return the soft limit
	 */
	public long openFilesLimit() {
		return OpenFiles.limit(Long.toString(this.process.pid()));
	}

	/**
	 * The Java version the process runs on, read from the {@code release} file beside its
	 * executable.
	 * @return the version, or empty for a program that is not a Java runtime
	 */
	public Optional<String> javaVersion() {
		try {
			Path executable = Path.of("/proc", Long.toString(this.process.pid()), "exe").toRealPath();
			Path release = executable.resolveSibling("../release").normalize();
			return Files.readAllLines(release)
				.stream()
				.filter((line) -> line.startsWith("JAVA_VERSION="))
				.map((line) -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
				.findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The end of what the process printed, to be shown when it failed.
	 * @return the last lines, each indented
	 */
	public String lastOutput() {
		try {
			List<String> lines = Files.readAllLines(this.log, StandardCharsets.ISO_8859_1);
			return lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size())
				.stream()
				.map((line) -> "    " + line)
				.collect(Collectors.joining("\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the process has ended by itself.
	 * @param bound the longest wait
	 * @return whether it has
	 */
	public boolean awaitEnd(Duration bound) throws InterruptedException {
		return this.process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * All that the process has printed up to now.
	 * @return its standard output and error
	 */
	public String output() throws IOException {
		return Files.readString(this.log, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Stops the process gracefully, and what is left of it and its descendants by force.
	 */
	@Override
	public void close() {
		List<ProcessHandle> tree = tree().toList();
		this.process.destroy();
		try {
			this.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		tree.forEach(ProcessHandle::destroyForcibly);
	}

	private Stream<ProcessHandle> tree() {
		return Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants());
	}

	private static Optional<String> read(ProcessHandle process, String file) {
		try {
			return Optional.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), file)));
		}
		catch (IOException ex) {
			// The process ended between being listed and being read.
			return Optional.empty();
		}
	}

}
