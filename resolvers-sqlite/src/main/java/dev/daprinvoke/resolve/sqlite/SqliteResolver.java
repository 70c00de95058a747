package dev.daprinvoke.resolve.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import reactor.core.publisher.Mono;
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
 * 256; every returned {@code Mono} ends within {@link SqliteSettings#timeout()} and emits
 * on that thread or on a timer's. A reading of an app's rows is used for
 * {@value #FRESH_MILLIS} ms, then calls wait for a new one; from half that age on the
 * first call starts a new reading in the background, so calls to an app in use do not
 * wait for the disk and yet see a new row within {@value #FRESH_MILLIS} ms. Readings of
 * at most {@value #MAX_APPS} apps are kept; that nothing was found is not kept.
 * <p>
 * The driver brings SQLite as a native library and unpacks it into the directory for
 * temporary files. Where that is not wanted or not possible, the system property
 * {@code org.sqlite.tmpdir} names another directory to unpack to, and
 * {@code org.sqlite.lib.path}, with {@code org.sqlite.lib.name} if the file is not called
 * as the platform's convention is, one that already holds the library.
 */
public final class SqliteResolver implements NameResolver {

	static final int FRESH_MILLIS = 250;

	static final int MAX_APPS = 1000;

	private static final Logger logger = LoggerFactory.getLogger(SqliteResolver.class);

	private static final Duration OPEN_PATIENCE = Duration.ofSeconds(5);

	private static final Duration OPEN_RETRY_INTERVAL = Duration.ofMillis(50);

	private final Map<String, Mono<List<Endpoint>>> readings = new ConcurrentHashMap<>();

	private final Snapshots snapshots = new Snapshots(MAX_APPS, FRESH_MILLIS);

	private final HostsTable table;

	private final FileThread thread;

	private final Announcements announcements;

	private final OldRows oldRows;

	private SqliteResolver(HostsTable table, SqliteSettings settings, FileThread thread) {
		this.table = table;
		this.thread = thread;
		this.announcements = new Announcements(table, settings, thread);
		this.oldRows = new OldRows(table, settings.cleanupInterval(), thread);
	}

	/**
	 * Opens the database and creates its tables if they are missing.
	 * @param settings the settings
	 * @return the resolver, or a {@link NameResolutionException} if the database cannot
	 * be opened; waits a few seconds at most for other processes that do the same
	 */
	public static Mono<SqliteResolver> open(SqliteSettings settings) {
		return Mono.defer(() -> {
			FileThread thread = FileThread.start(settings.timeout());
			return open(settings, thread).doOnError((ex) -> thread.dispose()).doOnCancel(thread::dispose);
		});
	}

	static Mono<SqliteResolver> open(SqliteSettings settings, FileThread thread) {
		long giveUpAt = thread.now(TimeUnit.MILLISECONDS) + OPEN_PATIENCE.toMillis();
		return Mono.fromCallable(() -> new HostsTable(HostsDatabase.open(settings), settings))
			.subscribeOn(thread.scheduler())
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, OPEN_RETRY_INTERVAL)
				.scheduler(thread.timer())
				.filter((ex) -> isBusy(ex) && thread.now(TimeUnit.MILLISECONDS) < giveUpAt))
			.onErrorMap((ex) -> new NameResolutionException(
					"could not open the SQLite database " + settings.connectionString() + ": " + ex.getMessage(), ex))
			.map((table) -> new SqliteResolver(table, settings, thread));
	}

	@Override
	public Mono<List<Endpoint>> resolve(AppTarget target) {
		String appId = target.id().value();
		return Mono.defer(() -> {
			long now = this.thread.now(TimeUnit.MILLISECONDS);
			Snapshot snapshot = this.snapshots.fresh(appId, now);
			if (snapshot == null) {
				return read(appId);
			}
			if (this.snapshots.isAging(snapshot, now)) {
				quietly(read(appId));
			}
			return Mono.just(snapshot.endpoints());
		});
	}

	/**
	 * Announces an instance. A first look-up, which takes long, follows: no call is to
	 * wait for it, and none uses what it found.
	 */
	@Override
	public Mono<Void> announce(Instance self) {
		return this.thread.run("register " + self.endpoint(), () -> {
			this.announcements.add(self);
			return true;
		}).then(Mono.fromRunnable(() -> quietly(this.thread.run("look up", () -> inTable(self.id().value())))));
	}

	@Override
	public Mono<Void> withdraw(Instance self) {
		return this.thread.run("deregister " + self.endpoint(), () -> {
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
			this.announcements.stop();
			this.oldRows.stop();
			return this.thread.close(() -> {
				this.table.close();
				return true;
			});
		});
	}

	/** A failure is told to the first call that reads again. */
	private static void quietly(Mono<?> reading) {
		reading.subscribe((found) -> {
		}, (ex) -> {
		});
	}

	/** All calls that wait for the same app wait for the same reading. */
	private Mono<List<Endpoint>> read(String appId) {
		return this.readings.computeIfAbsent(appId,
				(id) -> this.thread.run("look up " + id, () -> find(id))
					.doOnTerminate(() -> this.readings.remove(id))
					.cache());
	}

	private List<Endpoint> find(String appId) throws SQLException {
		long readAt = this.thread.now(TimeUnit.MILLISECONDS);
		List<Endpoint> endpoints = inTable(appId);
		if (endpoints.isEmpty()) {
			this.snapshots.drop(appId);
			throw new NameResolutionException("no host found with the given ID");
		}
		this.snapshots.put(appId, new Snapshot(endpoints, readAt));
		return endpoints;
	}

	private List<Endpoint> inTable(String appId) throws SQLException {
		return this.table.find(appId, this.thread.now(TimeUnit.SECONDS))
			.stream()
			.<Endpoint>mapMulti((address, sink) -> parse(appId, address, sink::accept))
			.distinct()
			.sorted()
			.toList();
	}

	private static void parse(String appId, String address, Consumer<Endpoint> sink) {
		try {
			sink.accept(Endpoint.parse(address));
		}
		catch (IllegalArgumentException ex) {
			logger.debug("Passed over a row of app {} in SQLite: {}", appId, ex.getMessage());
		}
	}

	private static boolean isBusy(Throwable ex) {
		return ex instanceof SQLiteException sqlite
				&& (sqlite.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code;
	}

}
