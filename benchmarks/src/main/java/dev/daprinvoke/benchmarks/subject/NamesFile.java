package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQLite file in which sidecars register, with Dapr's table of instances.
 *
 * @param file the file, which a sidecar has made
 */
record NamesFile(Path file) {

	private static final String BUSY_TIMEOUT = "?busy_timeout=5000";

	private static final String INSERT = "INSERT OR REPLACE INTO hosts"
			+ " (registration_id, address, app_id, namespace, last_update) VALUES (?, ?, ?, '', ?)";

	/**
	 * Nobody renews these rows.
	 */
	private static final Duration LIFE = Duration.ofDays(1);

	private static final int LAST_OCTETS = 250;

	/**
	 * Registers a sidecar under further names, each at an address of its own, which the
	 * table demands: one of 127.1.0.0/16.
	 * @param appId an id under which it has registered itself
	 * @param count how many names, always the same ones
	 * @return the names
	 */
	List<String> addAliases(String appId, int count) throws IOException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file + BUSY_TIMEOUT)) {
			int port = port(connection, appId);
			long lastUpdate = Instant.now().plus(LIFE).getEpochSecond();
			List<String> aliases = new ArrayList<>();
			connection.setAutoCommit(false);
			try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
				for (int i = 0; i < count; i++) {
					String alias = appId + "-" + (i + 1);
					insert.setString(1, alias);
					insert.setString(2, "127.1." + (i / LAST_OCTETS) + "." + (i % LAST_OCTETS + 1) + ":" + port);
					insert.setString(3, alias);
					insert.setLong(4, lastUpdate);
					insert.addBatch();
					aliases.add(alias);
				}
				insert.executeBatch();
			}
			connection.commit();
			return aliases;
		}
		catch (SQLException ex) {
			throw new IOException(this.file + ": " + ex.getMessage(), ex);
		}
	}

	private static int port(Connection connection, String appId) throws SQLException {
		try (PreparedStatement select = connection.prepareStatement("SELECT address FROM hosts WHERE app_id = ?")) {
			select.setString(1, appId);
			try (ResultSet rows = select.executeQuery()) {
				if (!rows.next()) {
					throw new SQLException(appId + " has not registered");
				}
				String address = rows.getString(1);
				return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
			}
		}
	}

}
