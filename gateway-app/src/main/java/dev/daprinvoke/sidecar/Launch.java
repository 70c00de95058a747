package dev.daprinvoke.sidecar;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What the launcher tells the process of itself.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code conf}, or null if
 * the process was started without the launcher
 * @param fallback what the launcher had to make do with, or null
 */
record Launch(@Nullable Path home, @Nullable String fallback) {

	/** Reads the system properties {@code bin/daprd} sets. */
	static Launch ofThisProcess() {
		String home = System.getProperty("dapr.invoke.home");
		return new Launch((home != null) ? Path.of(home) : null, System.getProperty("dapr.invoke.launch-fallback"));
	}

}
