package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.daprinvoke.benchmarks.load.Readiness;
import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.SidecarLauncher;

/**
 * How long a sidecar without an app takes until it says that it is ready, and how much
 * memory it has then.
 */
public final class ReadyTime {

	private static final double BYTES_PER_MEGABYTE = 1_000_000;

	private static final Duration SETTLING = Duration.ofSeconds(1);

	private final List<SidecarLauncher> launchers;

	private final Optional<SidecarLauncher> jdk17;

	private final Children children;

	private final Progress progress;

	/**
	 * Prepares the part.
	 * @param launchers the sidecars to start
	 * @param jdk17 the first of them on a JDK 17, which has rows of its own
	 * @param children who owns the processes
	 * @param progress where the lines go
	 */
	public ReadyTime(List<SidecarLauncher> launchers, Optional<SidecarLauncher> jdk17, Children children,
			Progress progress) {
		this.launchers = List.copyOf(launchers);
		this.jdk17 = jdk17;
		this.children = children;
		this.progress = progress;
	}

	/**
	 * Starts, measures and stops one sidecar of each kind.
	 * @param results where the figures go
	 */
	public void measure(Results results) throws IOException, InterruptedException {
		for (SidecarLauncher launcher : this.launchers) {
			measure(launcher, "", results);
		}
		if (this.jdk17.isPresent()) {
			measure(this.jdk17.get(), ", JDK 17", results);
		}
	}

	private void measure(SidecarLauncher launcher, String row, Results results)
			throws IOException, InterruptedException {
		Attempt.of(launcher.name(), "ready" + row, results, this.progress, () -> {
			SidecarLauncher.Sidecar sidecar = launcher.startLone(this.children);
			try (Child process = sidecar.process()) {
				double ready = Readiness.awaitHealthy(process, sidecar.address());
				// What a start leaves running for a moment is over then.
				TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
				double resident = process.memory().residentBytes() / BYTES_PER_MEGABYTE;
				results.add(new Figure(Section.READY, "time to ready" + row, "ms", 0), launcher.name(), ready);
				results.add(new Figure(Section.READY, "resident memory, fresh" + row, "MB", 0), launcher.name(),
						resident);
				this.progress.line(launcher.name(), String.format("ready after %.0f ms, %.0f MB%s", ready, resident,
						process.javaVersion().map((version) -> ", on JDK " + version).orElse("")));
			}
		});
	}

}
