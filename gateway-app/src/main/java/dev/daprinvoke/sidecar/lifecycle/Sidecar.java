package dev.daprinvoke.sidecar.lifecycle;

import java.util.concurrent.CompletionStage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.sidecar.SidecarRuntime;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * All lives of a sidecar, and what one leaves to the next: its name, and warm code.
 */
public final class Sidecar implements SidecarRuntime {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private final Names names = new Names();

	private final WarmUp warmUp = new WarmUp();

	/** Creates the process's one sidecar: what it tells Reactor stays. */
	public Sidecar() {
		Hooks.onErrorDropped((error) -> log.debug("An error came when its call had ended: {}", error.toString()));
	}

	@Override
	public End run(SidecarSettings settings, CompletionStage<Ask> ask) throws InterruptedException {
		try {
			End end = new Life(this.names, this.warmUp).run(settings, ask);
			if (end.equals(End.exit(0))) {
				close();
			}
			return end;
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public void close() {
		this.names.leave();
	}

}
