package dev.daprinvoke.invoke;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.observe.AccessMeters;
import dev.daprinvoke.policy.access.AccessMode;
import dev.daprinvoke.policy.access.AccessObserver;
import dev.daprinvoke.policy.access.AccessRequest;
import dev.daprinvoke.policy.access.Decision;
import dev.daprinvoke.target.SpiffeId;

/**
 * Makes known what access control decides. All of it is counted; what is denied, or would
 * be, is logged, some lines a second, as whoever is denied may go on asking.
 */
public final class AccessNotes implements AccessObserver {

	private static final Logger log = LoggerFactory.getLogger("dapr.acl");

	private static final int LINES_A_SECOND = 20;

	private final AccessMeters meters;

	private final AtomicLong second = new AtomicLong();

	private final AtomicInteger lines = new AtomicInteger();

	/**
	 * Creates the notes.
	 * @param meters where decisions are counted
	 */
	public AccessNotes(AccessMeters meters) {
		this.meters = meters;
	}

	@Override
	public void decided(AccessRequest request, Decision decision, AccessMode mode) {
		AccessMeters.Caller caller = caller(request.caller());
		if (mode == AccessMode.ENFORCE) {
			this.meters.decided(caller, decision.allowed(), decision.global());
		}
		else if (!decision.allowed()) {
			this.meters.audited(caller);
		}
		if (!decision.allowed() && mayWrite()) {
			log.info("{} {} {} of {}: {}",
					(mode == AccessMode.ENFORCE) ? "Access control denies" : "Access control would deny (audit mode)",
					request.verb(), request.operation(),
					(request.caller() != null) ? request.caller() : "a caller without certificate", decision.reason());
		}
	}

	private static AccessMeters.Caller caller(@Nullable SpiffeId id) {
		List<String> app = (id != null) ? id.namespaceAndApp() : List.of();
		return (id == null || app.isEmpty()) ? AccessMeters.Caller.UNKNOWN
				: new AccessMeters.Caller(app.get(1), app.get(0), id.trustDomain());
	}

	private boolean mayWrite() {
		long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
		long last = this.second.get();
		if (now != last && this.second.compareAndSet(last, now)) {
			this.lines.set(0);
		}
		return this.lines.incrementAndGet() <= LINES_A_SECOND;
	}

}
