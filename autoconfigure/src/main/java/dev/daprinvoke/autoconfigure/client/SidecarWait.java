package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;

import dev.daprinvoke.transport.sidecar.SidecarProbe;

/**
 * Keeps the application from being ready for traffic, and its own runners from starting,
 * until the sidecar can make calls. The web server answers meanwhile: sidecars wait for
 * it in turn.
 */
final class SidecarWait implements ApplicationRunner, Ordered {

	private static final Logger log = LoggerFactory.getLogger(SidecarWait.class);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final SidecarProbe probe;

	private final @Nullable Duration limit;

	SidecarWait(SidecarProbe probe, @Nullable Duration limit) {
		this.probe = probe;
		this.limit = limit;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		if (this.limit == null || this.limit.isZero()) {
			return;
		}
		long end = System.nanoTime() + this.limit.toNanos();
		String unready = this.probe.unready(this.limit);
		if (unready != null) {
			log.info("Waiting up to {} for the sidecar: {}", this.limit, unready);
		}
		while (unready != null) {
			TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE_NANOS, end - System.nanoTime()));
			long left = end - System.nanoTime();
			if (left <= 0) {
				throw new SidecarUnreadyException(unready, this.limit);
			}
			String latest = this.probe.unready(Duration.ofNanos(left));
			// What is cut short says less than what was said before.
			unready = (latest == null || left >= PAUSE_NANOS) ? latest : unready;
		}
	}

}
