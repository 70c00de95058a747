package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.process.flags.GoDuration;

/**
 * The time between being asked to stop and beginning to, in which the sidecar serves on
 * so that its app can finish what it does ({@code --dapr-block-shutdown-duration},
 * contract section 5.3).
 */
final class PutOff {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private final Duration longest;

	private final Mono<?> appUnhealthy;

	/**
	 * Creates the time.
	 * @param longest how long it may be; zero means there is none
	 * @param appUnhealthy completes when the app is or becomes unhealthy, which ends it
	 */
	PutOff(Duration longest, Mono<?> appUnhealthy) {
		this.longest = longest;
		this.appUnhealthy = appUnhealthy;
	}

	/** Completes when the stop may begin. */
	Mono<Void> over() {
		if (this.longest.isZero()) {
			return Mono.empty();
		}
		return Mono.defer(() -> {
			log.info("Blocking graceful shutdown for {} or until app reports unhealthy...",
					GoDuration.format(this.longest));
			return Mono.firstWithSignal(
					Mono.delay(this.longest).thenReturn("Block shutdown period expired, entering shutdown..."),
					this.appUnhealthy.thenReturn("App reported unhealthy, entering shutdown..."));
		}).doOnNext(log::info).then();
	}

}
