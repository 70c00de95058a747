package dev.daprinvoke.sidecar.lifecycle;

import java.util.function.Supplier;

import reactor.core.publisher.Mono;

/**
 * Remembers what the last health probe has met, for whoever wonders why an app is
 * unhealthy. Safe for use by any number of threads.
 */
final class ProbeNote implements Supplier<String> {

	private volatile String last = "no answer";

	/**
	 * Notes how a probe ends.
	 * @param question what is asked, for the log
	 * @param probe asks
	 * @return the same, noted
	 */
	<T> Mono<T> on(String question, Mono<T> probe) {
		return probe.doOnSubscribe((begun) -> this.last = question + ": no answer in time")
			.doOnNext((answer) -> this.last = question + ": " + answer)
			.doOnError((error) -> this.last = question + ": " + error.getMessage());
	}

	@Override
	public String get() {
		return this.last;
	}

}
