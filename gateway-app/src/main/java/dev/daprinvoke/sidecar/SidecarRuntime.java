package dev.daprinvoke.sidecar;

import java.util.concurrent.CompletionStage;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;

/**
 * All that happens between a readable command line and the exit code. A restart is
 * another life of the same sidecar.
 */
public interface SidecarRuntime {

	/**
	 * Starts the sidecar and stays until it has stopped. Called by the main thread, again
	 * for each life; logging works.
	 * @param settings what is asked for
	 * @param ask completes when the process is asked to stop or restart, by a thread that
	 * must not be blocked; possibly completed already
	 * @return how it ended
	 * @throws StartupException if the sidecar cannot start
	 * @throws InterruptedException if the main thread is interrupted
	 */
	End run(SidecarSettings settings, CompletionStage<Ask> ask) throws InterruptedException;

	/**
	 * Gives up what is kept for a further life. Called by the main thread when there will
	 * be none.
	 */
	default void close() {
	}

	/**
	 * How one life of the sidecar ended.
	 *
	 * @param exitCode 0 after a graceful stop, also one asked for through the API
	 * @param restart whether a new life is to follow; only after a graceful stop
	 */
	record End(int exitCode, boolean restart) {

		/**
		 * An end after which the process ends too.
		 * @param exitCode the process's exit code
		 * @return the end
		 */
		public static End exit(int exitCode) {
			return new End(exitCode, false);
		}

	}

}
