package dev.daprinvoke.resolve.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The database file as another process sees it: plain JDBC on a connection of its own,
 * with the statements of the contract.
 */
final class SharedFile implements AutoCloseable {

	private final Connection connection;

	SharedFile(Path path) throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:sqlite:" + path);
	}

	/** Makes the schema as a real Dapr sidecar that came first would have. */
	void createSchema() throws SQLException {
		execute("PRAGMA journal_mode=WAL");
		execute("CREATE TABLE metadata (key text NOT NULL PRIMARY KEY, value text NOT NULL)");
		execute("CREATE TABLE hosts (registration_id TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL, "
				+ "app_id TEXT NOT NULL, namespace TEXT NOT NULL, last_update INTEGER NOT NULL)");
		execute("CREATE UNIQUE INDEX hosts_address_idx ON hosts (address)");
		execute("CREATE INDEX hosts_last_update_idx ON hosts (last_update)");
		execute("INSERT INTO metadata VALUES ('nr-migrations', '1')");
	}

	void putRow(String appId, String address, long lastUpdate) throws SQLException {
		execute("REPLACE INTO hosts (registration_id, address, app_id, namespace, last_update) VALUES ('id-" + address
				+ "', '" + address + "', '" + appId + "', '', " + lastUpdate + ")");
	}

	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** The rows of a query, columns joined by a bar. */
	List<String> rows(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			List<String> result = new ArrayList<>();
			int columns = rows.getMetaData().getColumnCount();
			while (rows.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= columns; i++) {
					row.add(rows.getString(i));
				}
				result.add(String.join("|", row));
			}
			return result;
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
