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
		String archive = archiveFallback();
		if (archive != null) {
			fallbacks.add(archive);
		}
		String home = System.getProperty("dapr.invoke.home");
		return new Launch((home != null) ? Path.of(home) : null, fallbacks);
	}

	private static @Nullable String archiveFallback() {
		StartUpArchive archive = StartUpArchive.ofThisProcess();
		String difference = System.getProperty(STALE_ARCHIVE);
		if (archive == null || (difference == null && StartUpArchive.isInUse())) {
			return null;
		}
		String why = (difference != null) ? "is not that of these jars (" + difference + ")"
				: "is not one that this Java can use";
		return "The start-up archive %s %s: this start takes longer. Package the sidecar again on this machine"
			.formatted(archive.file(), why);
	}

}
