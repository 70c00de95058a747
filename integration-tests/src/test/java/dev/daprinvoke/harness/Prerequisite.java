package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/**
 * Something this machine must have for a test to run: where it is missing the test is
 * skipped aloud, on a CI machine ({@code CI=true}) it fails.
 */
public final class Prerequisite {

	private Prerequisite() {
	}

	/**
	 * Asks for a program, by trying it.
	 * @param what what is needed and how to get it
	 * @param command a command that succeeds where it is present
	 */
	public static void succeeds(String what, List<String> command) {
		if (!run(command)) {
			missing(what);
		}
	}

	/**
	 * Asks for a version of Java.
	 * @param feature the oldest that will do
	 * @param why what needs it
	 */
	public static void java(int feature, String why) {
		if (Runtime.version().feature() < feature) {
			missing("Java " + feature + " for " + why + ", and runs on " + Runtime.version());
		}
	}

	/**
	 * Asks for a version of Java in the packaged sidecar.
	 * @param feature the one its packaging prefers
	 * @param why what needs it
	 */
	public static void sidecarOnJava(int feature, String why) {
		Path release = Workspace.daprd().resolveSibling("../runtime/release");
		try {
			if (!Files.readString(release).contains("JAVA_VERSION=\"" + feature)) {
				missing("a sidecar packaged on Java " + feature + " for " + why);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean run(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return false;
			}
			return process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void missing(String what) {
		String text = "This test needs " + what + ".";
		if ("true".equals(System.getenv("CI"))) {
			throw new AssertionError(text + " On CI nothing may be skipped.");
		}
		System.err.println("SKIPPED: " + text);
		Assumptions.abort(text);
	}

}
