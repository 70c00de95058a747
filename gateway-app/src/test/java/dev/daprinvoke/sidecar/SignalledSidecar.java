package dev.daprinvoke.sidecar;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.slf4j.LoggerFactory;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.process.signal.JvmSignals;
import dev.daprinvoke.process.signal.Signals;

/**
 * A process with our signals and a runtime that only waits for them: with argument
 * {@code stubborn} it never ends by itself.
 */
final class SignalledSidecar {

	private SignalledSidecar() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		boolean stubborn = arguments.length > 0;
		Signals signals = new Signals(new JvmSignals(), Runtime.getRuntime()::halt);
		signals.install();
		SidecarRuntime runtime = (settings, ask) -> {
			CountDownLatch asked = new CountDownLatch(stubborn ? 2 : 1);
			ask.thenAccept((each) -> asked.countDown());
			LoggerFactory.getLogger("dapr.runtime").info("running");
			asked.await();
			return new SidecarRuntime.End(0, ask.toCompletableFuture().join() == Ask.RESTART);
		};
		System.exit(new Daprd(Map.of(), new Launch(null, List.of()), System.out, System.err, signals, () -> runtime)
			.run("--app-id=cart"));
	}

}
