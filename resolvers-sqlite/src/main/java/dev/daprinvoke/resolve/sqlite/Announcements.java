package dev.daprinvoke.resolve.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.daprinvoke.resolve.Instance;

/**
 * Keeps our rows in the table: writes, renews and deletes them (platform contract section
 * 3.4). All but {@link #lost()} runs on the thread of the blocking library.
 */
final class Announcements {

	private static final Logger logger = LoggerFactory.getLogger(Announcements.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);

	private final Map<Instance, Registration> registrations = new ConcurrentHashMap<>();

	private final Sinks.Empty<Void> lost = Sinks.empty();

	private final HostsTable table;

	private final FileThread thread;

	private final Duration retryFor;

	private final Disposable renewing;

	Announcements(HostsTable table, SqliteSettings settings, FileThread thread) {
		this.table = table;
		this.thread = thread;
		this.retryFor = settings.timeout();
		this.renewing = thread.every(settings.renewInterval(), this::renewAll);
	}

	/** Completes when one of our rows is gone. */
	Mono<Void> lost() {
		return this.lost.asMono();
	}

	void add(Instance instance) throws SQLException {
		Registration registration = Registration.of(instance);
		this.table.register(registration, now(TimeUnit.SECONDS));
		this.registrations.put(instance, registration);
	}

	void remove(Instance instance) throws SQLException {
		Registration registration = this.registrations.remove(instance);
		if (registration != null) {
			this.table.remove(registration);
		}
	}

	void stop() {
		this.renewing.dispose();
	}

	private void renewAll() {
		long giveUpAt = now(TimeUnit.MILLISECONDS) + this.retryFor.toMillis();
		this.registrations.forEach((instance, registration) -> renew(instance, registration, giveUpAt));
	}

	private void renew(Instance instance, Registration registration, long giveUpAt) {
		try {
			if (this.registrations.get(instance) == registration
					&& !this.table.renew(registration, now(TimeUnit.SECONDS))) {
				this.registrations.remove(instance, registration);
				this.lost.tryEmitEmpty();
			}
		}
		catch (SQLException ex) {
			retry(instance, registration, giveUpAt, ex);
		}
	}

	private void retry(Instance instance, Registration registration, long giveUpAt, SQLException cause) {
		if (now(TimeUnit.MILLISECONDS) >= giveUpAt) {
			logger.warn("Could not renew the registration of {} in SQLite, trying again at the next interval: {}",
					registration.address(), cause.getMessage());
			return;
		}
		try {
			this.thread.scheduler()
				.schedule(() -> renew(instance, registration, giveUpAt), RETRY_INTERVAL.toMillis(),
						TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.warn("Could not try to renew the registration of {} in SQLite before the next interval: {}",
					registration.address(), cause.getMessage());
		}
	}

	private long now(TimeUnit unit) {
		return this.thread.now(unit);
	}

}
