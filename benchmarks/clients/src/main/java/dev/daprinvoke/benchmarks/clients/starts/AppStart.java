package dev.daprinvoke.benchmarks.clients.starts;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A start of a Spring Boot app.
 *
 * @param millis from the start of the process until the app is started
 * @param kilobytes what was resident two seconds later
 */
record AppStart(long millis, long kilobytes) {

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private static final long SETTLE_SECONDS = 2;

	/**
	 * Starts an app, and stops it.
	 * @param command its command line
	 * @return the start
	 * @throws IOException if the app does not start
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	static AppStart of(List<String> command) throws IOException, InterruptedException {
		long begun = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader log = process.inputReader()) {
			StringBuilder said = new StringBuilder();
			for (String line = log.readLine(); line != null; line = log.readLine()) {
				said.append(line).append('\n');
				if (line.contains("Started Shop in ")) {
					long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
					TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
					return new AppStart(millis, resident(process.pid()));
				}
			}
			throw new IOException("the app did not start:\n" + said);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static long resident(long pid) throws IOException {
		Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(pid), "status")));
		if (!found.find()) {
			throw new IOException("no VmRSS of process " + pid);
		}
		return Long.parseLong(found.group(1));
	}

	static long medianMillis(List<AppStart> starts) {
		return median(starts, AppStart::millis);
	}

	static long medianKilobytes(List<AppStart> starts) {
		return median(starts, AppStart::kilobytes);
	}

	private static long median(List<AppStart> starts, ToLongFunction<AppStart> figure) {
		return starts.stream().mapToLong(figure).sorted().skip(starts.size() / 2).findFirst().orElseThrow();
	}

}
