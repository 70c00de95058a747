package dev.daprinvoke.observe;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The {@code process_*} metrics that every Prometheus client shows. Those that the
 * operating system does not tell are left out; all of them are read anew by each scrape.
 */
public final class ProcessMeters {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double MILLIS_PER_SECOND = 1e3;

	private ProcessMeters() {
	}

	/**
	 * Registers the metrics of this process.
	 * @param meters where to register them
	 */
	public static void register(Meters meters) {
		register(meters, Path.of("/proc/self"));
	}

	static void register(Meters meters, Path self) {
		ProcFiles proc = new ProcFiles(self);
		meters.polledCounter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
				ProcessMeters::cpuSeconds);
		meters.gauge("process_max_fds", "Maximum number of open file descriptors.", () -> proc.limit("Max open files"));
		// These two count the whole network namespace, as they do in Prometheus' own
		// clients.
		meters.polledCounter("process_network_receive_bytes_total",
				"Number of bytes received by the process over the network.", () -> proc.network("InOctets"));
		meters.polledCounter("process_network_transmit_bytes_total",
				"Number of bytes sent by the process over the network.", () -> proc.network("OutOctets"));
		meters.gauge("process_open_fds", "Number of open file descriptors.", proc::openFiles);
		meters.gauge("process_resident_memory_bytes", "Resident memory size in bytes.", () -> proc.memory("VmRSS"));
		meters.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
				ProcessMeters::startSeconds);
		meters.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", () -> proc.memory("VmSize"));
		meters.gauge("process_virtual_memory_max_bytes", "Maximum amount of virtual memory available in bytes.",
				() -> proc.limit("Max address space"));
	}

	private static double cpuSeconds() {
		return ProcessHandle.current()
			.info()
			.totalCpuDuration()
			.map(Duration::toNanos)
			.map((nanos) -> nanos / NANOS_PER_SECOND)
			.orElse(Double.NaN);
	}

	private static double startSeconds() {
		return ProcessHandle.current()
			.info()
			.startInstant()
			.map(Instant::toEpochMilli)
			.map((millis) -> millis / MILLIS_PER_SECOND)
			.orElse(Double.NaN);
	}

}
