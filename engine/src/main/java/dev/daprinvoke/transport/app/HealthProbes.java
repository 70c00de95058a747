package dev.daprinvoke.transport.app;

import java.time.Duration;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Asks an app for its health again and again: unhealthy until a probe succeeds, and again
 * after so many failures without a success between them (contract section 4; settled: any
 * success resets the count).
 */
public final class HealthProbes implements AppHealth {

	private static final Logger log = LoggerFactory.getLogger("dapr.apphealth");

	private final Mono<Boolean> probe;

	private final Duration interval;

	private final Duration timeout;

	private final int threshold;

	private final Scheduler timer;

	private final Supplier<String> lastAnswer;

	private boolean said;

	private final Sinks.Many<Boolean> states = Sinks.many().replay().latestOrDefault(false);

	private volatile boolean healthy;

	/** Used by one probe after the other only. */
	private int failures;

	/**
	 * Creates probes that do not run yet.
	 * @param probe asks once whether the app is healthy; a failure is a no
	 * @param interval the time from one probe to the next
	 * @param timeout how long a probe may take, at most the interval
	 * @param threshold how many failures make a healthy app unhealthy, at least 1
	 * @param timer where time passes
	 * @param lastAnswer what the last probe has met, for the log
	 */
	public HealthProbes(Mono<Boolean> probe, Duration interval, Duration timeout, int threshold, Scheduler timer,
			Supplier<String> lastAnswer) {
		this.probe = probe;
		this.interval = interval;
		this.timeout = timeout;
		this.threshold = threshold;
		this.timer = timer;
		this.lastAnswer = lastAnswer;
	}

	/**
	 * Probes at once, and then at each interval.
	 * @return ends the probes
	 */
	public Disposable start() {
		return Flux.interval(Duration.ZERO, this.interval, this.timer)
			.onBackpressureDrop()
			.concatMap((tick) -> probeOnce(), 1)
			.subscribe(this::note);
	}

	private Mono<Boolean> probeOnce() {
		return this.probe.timeout(this.timeout, this.timer).onErrorReturn(false).defaultIfEmpty(false);
	}

	private void note(boolean success) {
		if (success) {
			this.failures = 0;
			become(true);
		}
		else if (this.healthy && ++this.failures >= this.threshold) {
			become(false);
		}
		else if (!this.healthy && !this.said) {
			this.said = true;
			log.info("The app is not healthy yet: {}", this.lastAnswer.get());
		}
	}

	private void become(boolean state) {
		if (this.healthy == state) {
			return;
		}
		this.healthy = state;
		this.said = true;
		this.failures = 0;
		this.states.tryEmitNext(state);
		if (state) {
			log.info("The app is healthy");
		}
		else {
			log.warn("The app is unhealthy: {} health probes failed, the last one by {}", this.threshold,
					this.lastAnswer.get());
		}
	}

	@Override
	public boolean isHealthy() {
		return this.healthy;
	}

	@Override
	public Mono<Void> unhealthy() {
		return this.states.asFlux().filter((state) -> !state).next().then();
	}

}
