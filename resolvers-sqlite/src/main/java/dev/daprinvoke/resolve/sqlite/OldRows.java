package dev.daprinvoke.resolve.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Deletes, now and then, the rows of sidecars that ended without saying so (platform
 * contract section 3.4, "Cleanup").
 */
final class OldRows {

	private static final Logger logger = LoggerFactory.getLogger(OldRows.class);

	private final HostsTable table;

	private final FileThread thread;

	private final Disposable cleaning;

	OldRows(HostsTable table, Duration interval, FileThread thread) {
		this.table = table;
		this.thread = thread;
		boolean off = interval.isNegative() || interval.isZero();
		this.cleaning = off ? Disposables.disposed() : thread.every(interval, this::cleanUp);
	}

	void stop() {
		this.cleaning.dispose();
	}

	private void cleanUp() {
		try {
			this.table.cleanUp(this.thread.now(TimeUnit.SECONDS));
		}
		catch (SQLException ex) {
			logger.warn("Could not delete old rows in SQLite, trying again at the next interval: {}", ex.getMessage());
		}
	}

}
