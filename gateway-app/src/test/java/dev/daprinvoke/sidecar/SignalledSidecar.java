package dev.daprinvoke.sidecar;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A process with our main class and a runtime that only waits to be stopped, for tests of
 * signals: with argument {@code stubborn} it never ends by itself.
 */
final class SignalledSidecar {

	private SignalledSidecar() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		boolean stubborn = arguments.length > 0;
		SidecarRuntime runtime = (settings, stop) -> {
			CountDownLatch stopped = new CountDownLatch(stubborn ? 2 : 1);
			stop.thenAccept((signal) -> stopped.countDown());
			System.out.println("running");
			stopped.await();
			return 0;
		};
		Signals signals = new Signals(JvmSignals::handle, Runtime.getRuntime()::halt);
		System.exit(new Main(Map.of(), new Launch(null, null), System.out, System.err, signals, () -> runtime)
			.run("--app-id=cart"));
	}

}
