package dev.daprinvoke.resolve.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resolve.sqlite.Snapshots.Snapshot;
import dev.daprinvoke.target.AppTarget;

/**
 * Finds sidecars through a SQLite file that real Dapr sidecars can share (platform
 * contract section 3.4).
 * <p>
 * All work on the file happens on one thread, {@code sqlite-resolver}, with a queue of
 * {@value #QUEUE_SIZE}; every returned {@code Mono} ends within
 * {@link SqliteSettings#timeout()} and emits on that thread or on a timer's. A reading of
 * an app's rows is used for {@value #FRESH_MILLIS} ms, then calls wait for a new one;
 * from half that age on the first call starts a new reading in the background, so calls
 * to an app in use do not wait for the disk and yet see a new row within
 * {@value #FRESH_MILLIS} ms. Readings of at most {@value #MAX_APPS} apps are kept; that
 * nothing was found is not kept.
 * <p>
 * The driver brings SQLite as a native library and unpacks it into the directory for
 * temporary files. Where that is not wanted or not possible, the system property
 * {@code org.sqlite.tmpdir} names another directory to unpack to, and
 * {@code org.sqlite.lib.path}, with {@code org.sqlite.lib.name} if the file is not called
 * as the platform's convention is, one that already holds the library.
 */
public final class SqliteResolver implements NameResolver {

	static final int QUEUE_SIZE = 256;

	static final int FRESH_MILLIS = 250;

	static final int MAX_APPS = 1000;

	private static final Logger logger = LoggerFactory.getLogger(SqliteResolver.class);

	private static final int IDLE_SECONDS = 60;

	private static final Duration OPEN_PATIENCE = Duration.ofSeconds(5);

	private static final Duration OPEN_RETRY_INTERVAL = Duration.ofMillis(50);

	private final Map<String, Mono<List<Endpoint>>> readings = new ConcurrentHashMap<>();

	private final Snapshots snapshots = new Snapshots(MAX_APPS, FRESH_MILLIS);

	private final AtomicBoolean closing = new AtomicBoolean();

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private final HostsTable table;

	private final SqliteSettings settings;

	private final Scheduler scheduler;

	private final Scheduler timer;

	private final Announcements announcements;

	private final Disposable cleaning;

	SqliteResolver(HostsTable table, SqliteSettings settings, Scheduler scheduler, Scheduler timer) {
		this.table = table;
		this.settings = settings;
		this.scheduler = scheduler;
		this.timer = timer;
		this.announcements = new Announcements(table, settings, scheduler);
		this.cleaning = startCleaning(settings.cleanupInterval().toMillis());
	}

	/**
	 * Opens the database and creates its tables if they are missing.
	 * @param settings the settings
	 * @return the resolver, or a {@link NameResolutionException} if the database cannot
	 * be opened; waits a few seconds at most for other processes that do the same
	 */
	public static Mono<SqliteResolver> open(SqliteSettings settings) {
		return Mono.defer(() -> {
			Scheduler scheduler = Schedulers.newBoundedElastic(1, QUEUE_SIZE, "sqlite-resolver", IDLE_SECONDS, true);
			return open(settings, scheduler, Schedulers.parallel()).doOnError((ex) -> scheduler.dispose())
				.doOnCancel(scheduler::dispose);
		});
	}

	static Mono<SqliteResolver> open(SqliteSettings settings, Scheduler scheduler, Scheduler timer) {
		long giveUpAt = timer.now(TimeUnit.MILLISECONDS) + OPEN_PATIENCE.toMillis();
		return Mono.fromCallable(() -> new HostsTable(HostsDatabase.open(settings), settings))
			.subscribeOn(scheduler)
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, OPEN_RETRY_INTERVAL)
				.scheduler(timer)
				.filter((ex) -> isBusy(ex) && timer.now(TimeUnit.MILLISECONDS) < giveUpAt))
			.onErrorMap((ex) -> new NameResolutionException(
					"could not open the SQLite database " + settings.connectionString() + ": " + ex.getMessage(), ex))
			.map((table) -> new SqliteResolver(table, settings, scheduler, timer));
	}

	@Override
	public Mono<List<Endpoint>> resolve(AppTarget target) {
		String appId = target.id().value();
		return Mono.defer(() -> {
			long now = this.scheduler.now(TimeUnit.MILLISECONDS);
			Snapshot snapshot = this.snapshots.fresh(appId, now);
			if (snapshot == null) {
				return read(appId);
			}
			if (this.snapshots.isAging(snapshot, now)) {
				readAhead(appId);
			}
			return Mono.just(snapshot.endpoints());
		});
	}

	@Override
	public Mono<Void> announce(Instance self) {
		return onFile("register " + self.endpoint(), () -> {
			this.announcements.add(self);
			return true;
		}).then();
	}

	@Override
	public Mono<Void> withdraw(Instance self) {
		return onFile("deregister " + self.endpoint(), () -> {
			this.announcements.remove(self);
			return true;
		}).then();
	}

	/**
	 * Tells that a row of ours is gone: another process took our address over, or deleted
	 * the row. A sidecar that others cannot find any more exits (platform contract
	 * section 3.4).
	 * @return completes when that happens, else never
	 */
	public Mono<Void> registrationLost() {
		return this.announcements.lost();
	}

	@Override
	public void unreachable(AppTarget target, Endpoint endpoint) {
		this.snapshots.drop(target.id().value());
	}

	@Override
	public Mono<Void> close() {
		return Mono.defer(() -> {
			if (!this.closing.compareAndSet(false, true)) {
				return Mono.empty();
			}
			this.announcements.stop();
			this.cleaning.dispose();
			this.closed.tryEmitEmpty();
			return Mono.fromCallable(this::closeTable)
				.subscribeOn(this.scheduler)
				.timeout(this.settings.timeout(), this.timer)
				.onErrorMap((ex) -> explain("close", ex))
				.doFinally((signal) -> this.scheduler.dispose())
				.then();
		});
	}

	private void readAhead(String appId) {
		// A failure is told to the first call that finds the snapshot too old.
		read(appId).subscribe((endpoints) -> {
		}, (ex) -> {
		});
	}

	/** All calls that wait for the same app wait for the same reading. */
	private Mono<List<Endpoint>> read(String appId) {
		return this.readings.computeIfAbsent(appId,
				(id) -> onFile("look up " + id, () -> find(id)).doFinally((signal) -> this.readings.remove(id))
					.cache());
	}

	private List<Endpoint> find(String appId) throws SQLException {
		long readAt = this.scheduler.now(TimeUnit.MILLISECONDS);
		List<Endpoint> endpoints = this.table.find(appId, TimeUnit.MILLISECONDS.toSeconds(readAt))
			.stream()
			.<Endpoint>mapMulti((address, sink) -> parse(appId, address, sink::accept))
			.distinct()
			.sorted()
			.toList();
		if (endpoints.isEmpty()) {
			this.snapshots.drop(appId);
			throw new NameResolutionException("no host found with the given ID");
		}
		this.snapshots.put(appId, new Snapshot(endpoints, readAt));
		return endpoints;
	}

	private static void parse(String appId, String address, Consumer<Endpoint> sink) {
		try {
			sink.accept(Endpoint.parse(address));
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Passed over a row of app {} in SQLite: {}", appId, ex.getMessage());
		}
	}

	private <T> Mono<T> onFile(String what, Callable<T> work) {
		Mono<T> done = Mono.fromSupplier(() -> attempt(work))
			.subscribeOn(this.scheduler)
			.timeout(this.settings.timeout(), this.timer)
			.flatMap(Function.identity())
			.onErrorMap((ex) -> explain(what, ex));
		return Mono.firstWithSignal(closedError(), done);
	}

	/**
	 * Makes a failure a value: one that comes when nobody waits any more is not to be
	 * logged as dropped.
	 */
	private static <T> Mono<T> attempt(Callable<T> work) {
		try {
			return Mono.just(work.call());
		}
		catch (Exception ex) {
			return Mono.error(ex);
		}
	}

	private <T> Mono<T> closedError() {
		return this.closed.asMono().then(Mono.error(() -> new NameResolutionException("name resolver is closed")));
	}

	private Throwable explain(String what, Throwable ex) {
		if (ex instanceof NameResolutionException) {
			return ex;
		}
		String reason = ex.getMessage();
		if (ex instanceof TimeoutException) {
			reason = "it took longer than " + this.settings.timeout().toMillis() + " ms";
		}
		else if (ex instanceof RejectedExecutionException) {
			reason = "more than " + QUEUE_SIZE + " operations are waiting";
		}
		return new NameResolutionException("could not " + what + " in SQLite: " + reason, ex);
	}

	private Disposable startCleaning(long interval) {
		if (interval <= 0) {
			return () -> {
			};
		}
		return this.scheduler.schedulePeriodically(this::cleanUp, interval, interval, TimeUnit.MILLISECONDS);
	}

	private void cleanUp() {
		try {
			this.table.cleanUp(this.scheduler.now(TimeUnit.SECONDS));
		}
		catch (SQLException ex) {
			logger.warn("Could not delete old rows in SQLite, trying again at the next interval: {}", ex.getMessage());
		}
	}

	private boolean closeTable() throws SQLException {
		this.table.close();
		return true;
	}

	private static boolean isBusy(Throwable ex) {
		return ex instanceof SQLiteException sqlite
				&& (sqlite.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code;
	}

}
