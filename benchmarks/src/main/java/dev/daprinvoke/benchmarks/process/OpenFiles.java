package dev.daprinvoke.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many files a process may open, as {@code /proc/PID/limits} tells it.
 */
public final class OpenFiles {

	private static final String KEY = "Max open files";

	private OpenFiles() {
	}

	/**
	 * The limit of this process.
	 * @return the soft limit
	 */
	public static long ownLimit() {
		return limit("self");
	}

	static long limit(String process) {
		try {
			return parse(Files.readString(Path.of("/proc", process, "limits")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static long parse(String limits) {
		return limits.lines()
			.filter((line) -> line.startsWith(KEY))
			.map((line) -> line.substring(KEY.length()).strip().split("\\s+")[0])
			.mapToLong((soft) -> (soft.equals("unlimited")) ? Long.MAX_VALUE : Long.parseLong(soft))
			.findFirst()
			.orElse(Long.MAX_VALUE);
	}

}
