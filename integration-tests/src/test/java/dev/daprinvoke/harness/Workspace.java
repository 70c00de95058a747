package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the things under test are.
 */
public final class Workspace {

	private static final Path ROOT = findRoot();

	private Workspace() {
	}

	/**
	 * The folder of the whole project, also when the working directory is elsewhere and
	 * the system property {@code workspace.root} tells.
	 * @return the folder that holds {@code mvnw}
	 */
	public static Path root() {
		return ROOT;
	}

	/**
	 * The sidecar's launcher: {@code bin/daprd} of the folder that the system property
	 * {@code daprd.home} names, else of the folder that packaging made.
	 * @return an executable file
	 */
	public static Path daprd() {
		String home = System.getProperty("daprd.home", "");
		Path folder = home.isEmpty() ? ROOT.resolve("gateway-app/target/daprd") : Path.of(home);
		Path launcher = folder.resolve("bin/daprd").toAbsolutePath().normalize();
		if (!Files.isExecutable(launcher)) {
			throw new AssertionError("There is no executable " + launcher + ". Run ./mvnw -DskipTests package first,"
					+ " or set -Ddaprd.home to a packaged folder.");
		}
		return launcher;
	}

	/**
	 * Sentry's launcher, of the folder that packaging made.
	 * @return an executable file
	 */
	public static Path sentry() {
		Path launcher = ROOT.resolve("control-plane/target/sentry/bin/sentry");
		if (!Files.isExecutable(launcher)) {
			throw new AssertionError("There is no executable " + launcher + ". Run ./mvnw -DskipTests package first.");
		}
		return launcher;
	}

	/**
	 * The runnable jar of a sample.
	 * @param module the sample's folder
	 * @return the jar
	 */
	public static Path sampleJar(String module) {
		Path target = ROOT.resolve(module).resolve("target");
		try (Stream<Path> files = Files.list(target)) {
			List<Path> jars = files.filter((file) -> file.getFileName().toString().endsWith(".jar")).toList();
			if (jars.size() != 1) {
				throw new AssertionError(target + " holds " + jars + " (expected: one jar). Run ./mvnw clean package.");
			}
			return jars.get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The {@code java} that runs this test.
	 * @return the executable
	 */
	public static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/**
	 * A folder for what several test classes share; it is deleted at the end of the
	 * process.
	 * @param name what its name begins with
	 * @return the empty folder
	 */
	public static Path scratch(String name) {
		try {
			Path folder = Files.createTempDirectory(name);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			System.err.println("Could not delete " + folder + ": " + ex);
		}
	}

	static Path processLogs() {
		return ROOT.resolve("integration-tests/target/process-logs");
	}

	private static Path findRoot() {
		Path folder = Path.of(System.getProperty("workspace.root", "")).toAbsolutePath();
		while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
			folder = folder.getParent();
		}
		if (folder == null) {
			throw new AssertionError("Run this inside the project: no folder above holds mvnw.");
		}
		return folder;
	}

}
