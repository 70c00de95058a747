package dev.daprinvoke.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the figures were taken on.
 *
 * @param processor the processor's model
 * @param cores how many of them the benchmark may use
 * @param memoryBytes the machine's memory
 * @param kernel name and version of the kernel
 * @param load how many threads were ready to run, on average of the last minute, before
 * the benchmark began
 */
public record Machine(String processor, int cores, long memoryBytes, String kernel, String load) {

	/**
	 * Looks at this machine.
	 * @return its description
	 */
	public static Machine look() throws IOException {
		return new Machine(value("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
				Long.parseLong(value("/proc/meminfo", "MemTotal").replace("kB", "").strip()) * 1024,
				System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
						+ System.getProperty("os.arch"),
				Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
	}

	private static String value(String file, String key) throws IOException {
		return Files.readAllLines(Path.of(file))
			.stream()
			.filter((line) -> line.startsWith(key))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("unknown");
	}

	/**
	 * Describes the machine in one line.
	 * @return the line
	 */
	public String text() {
		return this.processor + ", " + this.cores + " cores, " + Math.round(this.memoryBytes / 1e9) + " GB, "
				+ this.kernel + ", load before the run " + this.load;
	}

}
