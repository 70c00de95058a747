package dev.daprinvoke.sidecar.lifecycle;

import java.util.concurrent.CompletionStage;

import dev.daprinvoke.sidecar.Ask;
import dev.daprinvoke.sidecar.SidecarRuntime;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * All lives of a sidecar, and what one leaves to the next: its name, and warm code.
 */
public final class Sidecar implements SidecarRuntime {

	private final Names names = new Names();

	private final WarmUp warmUp = new WarmUp();

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
