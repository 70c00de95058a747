package dev.daprinvoke.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The identity that is held, renewed after half of its life (platform contract section
 * 1.2): handshakes from then on show the new one, connections that are open stay. Where
 * it cannot be renewed the old one stays, and it is tried again for ever.
 */
public final class SvidSource implements Disposable {

	private static final Logger log = LoggerFactory.getLogger("dapr.identity");

	private static final int MOST_ATTEMPTS = 5;

	private static final Duration AGAIN = Duration.ofSeconds(10);

	/** A clock may be set, a machine may sleep: so often it is looked at. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

	/** However short certificates live. */
	private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

	private final Mono<Svid> request;

	private final Scheduler timer;

	private volatile Svid current;

	private volatile boolean disposed;

	private volatile @Nullable Disposable next;

	private SvidSource(Mono<Svid> request, Scheduler timer, Svid first) {
		this.request = request;
		this.timer = timer;
		this.current = first;
	}

	/**
	 * Gets the first identity, by five attempts at most.
	 * @param request asks for one, each time it is subscribed to
	 * @param timer tells the time and waits
	 * @return the source, or what the last attempt met
	 */
	public static Mono<SvidSource> start(Mono<Svid> request, Scheduler timer) {
		return request.doOnError((error) -> log.warn("{}", error.getMessage()))
			.retryWhen(Retry.max(MOST_ATTEMPTS - 1).transientErrors(false))
			.onErrorMap((error) -> (error.getCause() instanceof IdentityException last) ? last : error)
			.map((first) -> {
				SvidSource source = new SvidSource(request, timer, first);
				log.info("This sidecar is {} until {}", first.id(), first.expiresAt());
				source.wait(source.untilRenewal());
				return source;
			});
	}

	/**
	 * The identity of this moment. Any thread.
	 * @return the identity
	 */
	public Svid current() {
		return this.current;
	}

	private Duration untilRenewal() {
		Instant now = Instant.ofEpochMilli(this.timer.now(TimeUnit.MILLISECONDS));
		Duration left = Duration.between(now, this.current.renewAt());
		return (left.compareTo(SHORTEST_WAIT) < 0) ? SHORTEST_WAIT : left;
	}

	private void wait(Duration time) {
		Duration step = (time.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : time;
		this.next = this.timer.schedule(this::look, step.toMillis(), TimeUnit.MILLISECONDS);
		if (this.disposed) {
			dispose();
		}
	}

	private void look() {
		Instant now = Instant.ofEpochMilli(this.timer.now(TimeUnit.MILLISECONDS));
		if (now.isBefore(this.current.renewAt())) {
			wait(untilRenewal());
			return;
		}
		this.next = this.request.subscribe((renewed) -> {
			this.current = renewed;
			log.info("The identity {} is renewed until {}", renewed.id(), renewed.expiresAt());
			wait(untilRenewal());
		}, (error) -> {
			log.warn("The identity {} could not be renewed, and is valid until {}: {}", this.current.id(),
					this.current.expiresAt(), error.getMessage());
			wait(AGAIN);
		});
		if (this.disposed) {
			dispose();
		}
	}

	@Override
	public void dispose() {
		this.disposed = true;
		Disposable waiting = this.next;
		if (waiting != null) {
			waiting.dispose();
		}
	}

}
