package dev.daprinvoke.sidecar;

import java.util.concurrent.CompletionStage;

import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.sidecar.flags.StartupException;

/**
 * All that happens between a readable command line and the exit code.
 */
public interface SidecarRuntime {

	/**
	 * Starts the sidecar and stays until it has stopped. Called once, by the main thread;
	 * logging works.
	 * @param settings what is asked for
	 * @param stop completes with a signal's name as Go prints it ({@code interrupt},
	 * {@code terminated}) when the process is asked to stop gracefully, by a thread that
	 * must not be blocked; possibly completed already
	 * @return the exit code: 0 after a graceful stop, also one asked for through the API
	 * @throws StartupException if the sidecar cannot start
	 * @throws InterruptedException if the main thread is interrupted
	 */
	int run(SidecarSettings settings, CompletionStage<String> stop) throws InterruptedException;

}
