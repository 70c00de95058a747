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

	private static final String PACKAGE = "Package the sidecar again on this machine";

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

	private static void archive(List<String> fallbacks) {
		StartUpArchive archive = StartUpArchive.ofThisProcess();
		if (archive == null) {
			fallbacks.add("There is no start-up archive in lib for this Java: each start takes longer. " + PACKAGE);
			return;
		}
		String why = unused();
		if (why != null) {
			fallbacks.add("The start-up archive " + archive.file() + " " + why);
		}
	}

	private static @Nullable String unused() {
		String difference = System.getProperty(STALE_ARCHIVE);
		String leftOut = System.getProperty("dapr.invoke.archive-left-out");
		if (difference != null) {
			return "is not that of these jars (" + difference + "): this start takes longer. " + PACKAGE;
		}
		if (leftOut != null) {
			return "is not used, as " + leftOut + ": this start takes longer";
		}
		if (StartUpArchive.isInUse()) {
			return null;
		}
		String options = System.getenv("DAPR_INVOKE_JVM_OPTIONS");
		return "is not one that this Java can use: this start takes longer. " + PACKAGE
				+ ((options == null || options.isBlank()) ? ""
						: ", unless an option in DAPR_INVOKE_JVM_OPTIONS is why");
	}

}
