package dev.daprinvoke.sentry;

import dev.daprinvoke.process.log.DaprLogProvider;
import dev.daprinvoke.process.signal.JvmSignals;
import dev.daprinvoke.process.signal.Signals;

/**
 * Where the JVM begins: takes the signals over from it before anything else.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Runs Sentry and ends the JVM with its exit code.
	 * @param arguments Sentry's command line
	 */
	public static void main(String[] arguments) throws InterruptedException {
		Signals signals = new Signals(new JvmSignals(), (code) -> Runtime.getRuntime().halt(code));
		signals.install();
		DaprLogProvider.choose();
		System.exit(new Sentry(System.getenv(), System.out, System.err, signals).run(arguments));
	}

}
