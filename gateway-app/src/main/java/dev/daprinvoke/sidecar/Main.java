package dev.daprinvoke.sidecar;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import dev.daprinvoke.process.signal.JvmSignals;
import dev.daprinvoke.process.signal.Signals;
import dev.daprinvoke.process.log.DaprLogProvider;

/**
 * Where the JVM begins: takes the signals over from it before anything else is loaded, so
 * that a stop asked for at any later moment ends with 0.
 * <p>
 * No lambdas on that way: without a start-up archive the first one of a process takes as
 * long as all of the rest.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Runs the sidecar and ends the JVM with its exit code.
	 * @param arguments daprd's command line
	 */
	public static void main(String[] arguments) throws InterruptedException {
		Signals signals = signals();
		StartUpArchive archive = StartUpArchive.ofThisProcess();
		String difference = (archive != null && StartUpArchive.isInUse()) ? archive.difference() : null;
		if (archive != null && difference != null) {
			System.setProperty(Launch.STALE_ARCHIVE, difference);
			FreshClasses.run(archive.jars(), arguments, signals::isStopAsked);
		}
		else {
			run(arguments, signals);
		}
	}

	/** Runs this class's sidecar where another one's was to run. */
	static void run(String[] arguments, BooleanSupplier stopAsked) throws InterruptedException {
		Signals signals = signals();
		if (stopAsked.getAsBoolean()) {
			System.exit(0);
		}
		run(arguments, signals);
	}

	private static void run(String[] arguments, Signals signals) throws InterruptedException {
		// Spring Boot would set logging up a second time and print in another form.
		System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
		DaprLogProvider.choose();
		Daprd process = new Daprd(System.getenv(), Launch.ofThisProcess(), System.out, System.err, signals,
				Main::runtime);
		System.exit(process.run(arguments));
	}

	// By name: packages above this one are not seen from here, and a service loader would
	// look into every jar.
	private static SidecarRuntime runtime() {
		try {
			Class<?> type = Class.forName("dev.daprinvoke.sidecar.lifecycle.Sidecar");
			return (SidecarRuntime) type.getConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new LinkageError("the sidecar's runtime is missing", ex);
		}
	}

	private static Signals signals() {
		Signals signals = new Signals(new JvmSignals(), new Halt());
		signals.install();
		return signals;
	}

	/** The end of the process at once. */
	private static final class Halt implements IntConsumer {

		@Override
		public void accept(int code) {
			Runtime.getRuntime().halt(code);
		}

	}

}
