package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What a program answers when asked for its version.
 */
final class Version {

	private static final int BOUND_SECONDS = 10;

	private Version() {
	}

	/**
	 * Asks a program.
	 * @param command program and the flag that asks
	 * @return the first line that is not empty, without the program's own path
	 */
	static String of(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
			return output.lines()
				.map((line) -> line.replace(command[0], "").strip())
				.filter((line) -> !line.isEmpty())
				.findFirst()
				.orElse("version unknown");
		}
		catch (IOException ex) {
			return "version unknown";
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "version unknown";
		}
	}

}
