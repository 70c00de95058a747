package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.daprinvoke.benchmarks.load.LoadFailure;
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

	private final Children children;

	private final Progress progress;

	public ReadyTime(List<SidecarLauncher> launchers, Children children, Progress progress) {
		this.launchers = List.copyOf(launchers);
		this.children = children;
		this.progress = progress;
	}

	/**
	 * Starts, measures and stops one sidecar of each kind.
	 * @param results where the figures go
	 */
	public void measure(Results results) throws IOException, InterruptedException {
		for (SidecarLauncher launcher : this.launchers) {
			SidecarLauncher.Sidecar sidecar = launcher.startLone(this.children);
			try (Child process = sidecar.process()) {
				double ready = Readiness.awaitHealthy(process, sidecar.address());
				// What a start leaves running for a moment is over then.
				TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
				double resident = process.memory().residentBytes() / BYTES_PER_MEGABYTE;
				results.add(new Figure(Section.READY, "time to ready", "ms", 0), launcher.name(), ready);
				results.add(new Figure(Section.READY, "resident memory, fresh", "MB", 0), launcher.name(), resident);
				this.progress.line(launcher.name(), String.format("ready after %.0f ms, %.0f MB", ready, resident));
			}
			catch (LoadFailure ex) {
				results.fail(launcher.name(), "ready: " + ex.reason());
				this.progress.line(launcher.name(), "ready FAILED: " + ex.reason());
			}
		}
	}

}
