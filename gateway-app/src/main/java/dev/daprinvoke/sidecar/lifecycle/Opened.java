package dev.daprinvoke.sidecar.lifecycle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start has opened so far, so that nothing stays open if it goes no further. Used
 * by the main thread only.
 */
final class Opened {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private final List<Runnable> closing = new ArrayList<>();

	/**
	 * Keeps in mind how to close something.
	 * @param close closes it; may wait, within a bound
	 */
	void add(Runnable close) {
		this.closing.add(close);
	}

	/** Closes all, the latest first. */
	void close() {
		Collections.reverse(this.closing);
		for (Runnable close : this.closing) {
			try {
				close.run();
			}
			catch (RuntimeException ex) {
				log.warn("Something that was started could not be closed", ex);
			}
		}
	}

}
