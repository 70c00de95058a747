package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code slowhttptest}: many clients that send or read as slowly as they can.
 */
public final class SlowHttp {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private SlowHttp() {
	}

	/** Asks for the program, which {@code .ci/run} installs. */
	public static void require() {
		Prerequisite.succeeds("slowhttptest on the path (Debian: apt-get install slowhttptest)",
				List.of("/bin/sh", "-c", "command -v " + Tools.find("slowhttptest")));
	}

	/**
	 * Begins an attack; it ends by itself when all its connections are closed, or when it
	 * is closed.
	 * @param folder a working directory
	 * @param arguments what to do
	 * @return the running attack
	 */
	public static ChildProcess start(Path folder, String... arguments) {
		List<String> command = new ArrayList<>(List.of(Tools.find("slowhttptest")));
		command.addAll(Arrays.asList(arguments));
		return ChildProcess.start("slowhttptest", folder, Map.of("TERM", "dumb"), command);
	}

	/**
	 * Waits for an attack's end.
	 * @param attack the attack
	 */
	public static void awaitEnd(ChildProcess attack) {
		attack.awaitExit(LIMIT);
	}

}
