package dev.daprinvoke.benchmarks.process;

/**
 * The resident memory of a process, as {@code /proc/PID/status} tells it.
 *
 * @param residentBytes what is resident now
 * @param peakBytes the most that was ever resident since start or since the peak was last
 * reset
 */
public record Memory(long residentBytes, long peakBytes) {

	static final Memory NONE = new Memory(0, 0);

	static Memory parse(String status) {
		return new Memory(kibibytes(status, "VmRSS:") * 1024, kibibytes(status, "VmHWM:") * 1024);
	}

	Memory plus(Memory other) {
		return new Memory(this.residentBytes + other.residentBytes, this.peakBytes + other.peakBytes);
	}

	private static long kibibytes(String status, String key) {
		return status.lines()
			.filter((line) -> line.startsWith(key))
			.map((line) -> line.substring(key.length()).replace("kB", "").trim())
			.mapToLong(Long::parseLong)
			.findFirst()
			.orElse(0);
	}

}
