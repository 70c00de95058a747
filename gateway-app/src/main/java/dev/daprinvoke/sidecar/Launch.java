package dev.daprinvoke.sidecar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the launcher tells the process of itself.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code conf}, or null if
 * the process was started without the launcher
 * @param fallbacks what it had to make do with, a sentence each
 */
record Launch(@Nullable Path home, List<String> fallbacks) {

	/**
	 * The property in which the first classes leave to those after them in what the jars
	 * differ from the archive.
	 */
	static final String STALE_ARCHIVE = "dapr.invoke.stale-archive";

	/** The Java that packaging makes an image of where it can. */
	private static final int JAVA_OF_THE_IMAGE = 25;

	Launch {
		fallbacks = List.copyOf(fallbacks);
	}

	/** Reads the system properties {@code bin/daprd} sets. */
	static Launch ofThisProcess() {
		List<String> fallbacks = new ArrayList<>();
		String runtime = System.getProperty("dapr.invoke.launch-fallback");
		if (runtime != null) {
			fallbacks.add(runtime);
		}
		if (System.getProperty("dapr.invoke.archive") != null) {
			java(fallbacks);
			archive(fallbacks);
		}
		String home = System.getProperty("dapr.invoke.home");
		return new Launch((home != null) ? Path.of(home) : null, fallbacks);
	}

	private static void java(List<String> fallbacks) {
		if (Runtime.version().feature() < JAVA_OF_THE_IMAGE) {
			fallbacks.add("Java %s runs this sidecar, as there was no JDK %d: it needs more memory and processor time. "
				.formatted(Runtime.version(), JAVA_OF_THE_IMAGE) + "Package it again where there is one");
		}
	}

	private static String unusable() {
		String options = System.getenv("DAPR_INVOKE_JVM_OPTIONS");
		return "is not one that this Java can use"
				+ ((options == null || options.isBlank()) ? "" : " with DAPR_INVOKE_JVM_OPTIONS=\"" + options + "\"");
	}

	private static void archive(List<String> fallbacks) {
		StartUpArchive archive = StartUpArchive.ofThisProcess();
		String difference = System.getProperty(STALE_ARCHIVE);
		if (archive == null) {
			fallbacks.add("There is no start-up archive in lib for this Java: each start takes longer. "
					+ "Package the sidecar again on this machine");
		}
		else if (difference != null || !StartUpArchive.isInUse()) {
			String why = (difference != null) ? "is not that of these jars (" + difference + ")" : unusable();
			fallbacks
				.add("The start-up archive %s %s: this start takes longer. Package the sidecar again on this machine"
					.formatted(archive.file(), why));
		}
	}

}
