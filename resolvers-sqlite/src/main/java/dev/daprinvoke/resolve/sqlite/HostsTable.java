package dev.daprinvoke.resolve.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements on the table of instances, of the same meaning as real Dapr's (platform
 * contract section 3.4). All block; one thread at a time. Times are seconds since 1970.
 */
final class HostsTable implements AutoCloseable {

	/** How many instances of one app are looked at. */
	static final int MAX_INSTANCES = 1000;

	private static final String LAST_CLEANUP_KEY = "nr-last-cleanup";

	private final Connection connection;

	private final String hosts;

	private final String metadata;

	private final long maxAge;

	private final long cleanupInterval;

	HostsTable(Connection connection, SqliteSettings settings) {
		this.connection = connection;
		this.hosts = settings.tableName();
		this.metadata = settings.metadataTableName();
		this.maxAge = settings.updateInterval().toSeconds();
		this.cleanupInterval = settings.cleanupInterval().toSeconds();
	}

	/** The addresses of an app's fresh rows, whatever their namespace. */
	List<String> find(String appId, long now) throws SQLException {
		try (PreparedStatement select = this.connection.prepareStatement("SELECT address FROM " + this.hosts
				+ " WHERE app_id = ? AND last_update > ? ORDER BY address LIMIT " + MAX_INSTANCES)) {
			select.setString(1, appId);
			select.setLong(2, now - this.maxAge);
			List<String> addresses = new ArrayList<>();
			try (ResultSet rows = select.executeQuery()) {
				while (rows.next()) {
					addresses.add(rows.getString(1));
				}
			}
			return addresses;
		}
	}

	/** Writes our row, in the place of whichever has our address. */
	void register(Registration registration, long now) throws SQLException {
		// The namespace is always empty: real Dapr writes it so, whatever its own is.
		update("REPLACE INTO " + this.hosts
				+ " (registration_id, address, app_id, namespace, last_update) VALUES (?, ?, ?, '', ?)",
				registration.id(), registration.address(), registration.appId(), now);
	}

	/** Says whether our row was still there to renew. */
	boolean renew(Registration registration, long now) throws SQLException {
		return update("UPDATE " + this.hosts + " SET last_update = ? WHERE registration_id = ? AND address = ?", now,
				registration.id(), registration.address()) > 0;
	}

	void remove(Registration registration) throws SQLException {
		update("DELETE FROM " + this.hosts + " WHERE registration_id = ? AND address = ?", registration.id(),
				registration.address());
	}

	/**
	 * Deletes rows that no reader counts any more, unless another sidecar did so within
	 * the interval. Real Dapr compares the interval in milliseconds with a difference in
	 * seconds; nothing on the wire depends on it.
	 */
	void cleanUp(long now) throws SQLException {
		int claimed = update(
				"INSERT INTO " + this.metadata + " (key, value) VALUES (?, datetime(?, 'unixepoch'))"
						+ " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
						+ " WHERE coalesce(unixepoch(value), 0) <= ?",
				LAST_CLEANUP_KEY, now, now - this.cleanupInterval);
		if (claimed > 0) {
			update("DELETE FROM " + this.hosts + " WHERE last_update <= ?", now - this.maxAge);
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

	private int update(String sql, Object... values) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
			return statement.executeUpdate();
		}
	}

}
