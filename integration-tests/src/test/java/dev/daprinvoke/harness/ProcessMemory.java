package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory of a process as the Linux kernel tells it.
 *
 * @param residentBytes what is in memory now
 * @param peakBytes the most that ever was
 */
public record ProcessMemory(long residentBytes, long peakBytes) {

	private static final long KIBIBYTE = 1024;

	static ProcessMemory of(long pid) {
		try {
			List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
			return new ProcessMemory(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long bytes(List<String> status, String key) {
		return status.stream()
			.filter((line) -> line.startsWith(key))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
			.findFirst()
			.orElseThrow();
	}

}
