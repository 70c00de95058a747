package dev.daprinvoke.resolve.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Opens the shared database and brings it to the schema real Dapr expects (platform
 * contract section 3.4). All blocks.
 */
final class HostsDatabase {

	private static final String MIGRATION_KEY = "nr-migrations";

	private static final String MIGRATED = "1";

	private HostsDatabase() {
	}

	static Connection open(SqliteSettings settings) throws SQLException {
		ConnectionString target = settings.connection();
		SQLiteConfig config = new SQLiteConfig();
		config.setTransactionMode(TransactionMode.IMMEDIATE);
		config.setBusyTimeout(Math.toIntExact(settings.busyTimeout().toMillis()));
		if (!target.readOnly()) {
			// Who may not write cannot change it either: DELETE is then what a file has
			// that nobody switched to WAL.
			config.setJournalMode(journalMode(settings, target));
		}
		Properties properties = config.toProperties();
		Connection connection = JDBC.createConnection(JDBC.PREFIX + target.uri(), properties);
		try {
			for (String pragma : target.pragmas()) {
				execute(connection, "PRAGMA " + pragma);
			}
			if (!target.readOnly()) {
				migrate(connection, settings);
			}
			return connection;
		}
		catch (SQLException | RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private static JournalMode journalMode(SqliteSettings settings, ConnectionString target) {
		if (target.inMemory()) {
			return JournalMode.MEMORY;
		}
		return settings.disableWal() ? JournalMode.DELETE : JournalMode.WAL;
	}

	/** Several sidecars may start at once: only who holds the exclusive lock looks. */
	private static void migrate(Connection connection, SqliteSettings settings) throws SQLException {
		execute(connection, "BEGIN EXCLUSIVE");
		try {
			execute(connection, "CREATE TABLE IF NOT EXISTS " + settings.metadataTableName()
					+ " (key text NOT NULL PRIMARY KEY, value text NOT NULL)");
			if (!isMigrated(connection, settings)) {
				createHosts(connection, settings);
			}
			execute(connection, "COMMIT");
		}
		catch (SQLException ex) {
			execute(connection, "ROLLBACK");
			throw ex;
		}
	}

	private static boolean isMigrated(Connection connection, SqliteSettings settings) throws SQLException {
		try (PreparedStatement select = connection
			.prepareStatement("SELECT value FROM " + settings.metadataTableName() + " WHERE key = ?")) {
			select.setString(1, MIGRATION_KEY);
			try (ResultSet rows = select.executeQuery()) {
				return rows.next();
			}
		}
	}

	private static void createHosts(Connection connection, SqliteSettings settings) throws SQLException {
		String table = settings.tableName();
		execute(connection, "CREATE TABLE " + table + " (registration_id TEXT NOT NULL PRIMARY KEY, "
				+ "address TEXT NOT NULL, app_id TEXT NOT NULL, namespace TEXT NOT NULL, last_update INTEGER NOT NULL)");
		execute(connection, "CREATE UNIQUE INDEX " + table + "_address_idx ON " + table + " (address)");
		execute(connection, "CREATE INDEX " + table + "_last_update_idx ON " + table + " (last_update)");
		execute(connection, "INSERT INTO " + settings.metadataTableName() + " (key, value) VALUES ('" + MIGRATION_KEY
				+ "', '" + MIGRATED + "')");
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
