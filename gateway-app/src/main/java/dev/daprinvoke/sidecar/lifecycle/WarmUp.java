package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's first calls, made before anybody waits for one: they initialise classes and
 * are slow (decision 0010). Nothing shows them, and whatever befalls them, the start goes
 * on. Used by the main thread only.
 */
final class WarmUp {

	/** Set to {@code false}, this system property leaves the calls out. */
	static final String SWITCH = "dapr.invoke.warm-up";

	/** Callers' connections are new too. */
	private static final int CONNECTIONS = 3;

	/** GETs and POSTs in turn; more cost more time than they save (decision 0010). */
	private static final int CALLS_EACH = 4;

	private static final Duration LIMIT = Duration.ofMillis(250);

	private static final Duration CLOSING = Duration.ofMillis(100);

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private boolean over = "false".equals(System.getProperty(SWITCH));

	/**
	 * Makes the calls, unless this process has made them, and closes all that took part.
	 * Returns after the time limits at the latest, and soon after something was asked for
	 * meanwhile.
	 * @param loops where connections live
	 * @param life what is asked for meanwhile
	 */
	void run(SidecarLoops loops, Fates life) throws InterruptedException {
		if (!this.over && life.gravest() == null) {
			this.over = true;
			run(new Rehearsal(loops), new Deadline(LIMIT), life);
		}
	}

	private static void run(Rehearsal rehearsal, Deadline deadline, Fates life) throws InterruptedException {
		String end = "all";
		try {
			rehearsal.open(deadline, life.any());
			Await.end(rehearsal.calls(CONNECTIONS, CALLS_EACH).takeUntilOther(life.any()), deadline.left());
		}
		catch (ExecutionException | TimeoutException | IOException | RuntimeException ex) {
			end = ex.toString();
		}
		finally {
			close(rehearsal);
		}
		log.debug("Warm-up: {} calls in {} ms, end: {}", rehearsal.answered(), deadline.passedMillis(), end);
	}

	private static void close(Rehearsal rehearsal) throws InterruptedException {
		try {
			Await.end(rehearsal.close(), CLOSING);
		}
		catch (ExecutionException | TimeoutException ex) {
			log.debug("The warm-up did not close in time: {}", ex.toString());
		}
	}

}
