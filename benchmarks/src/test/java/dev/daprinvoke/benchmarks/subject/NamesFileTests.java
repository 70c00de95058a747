package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class NamesFileTests {

	@TempDir
	Path folder;

	private NamesFile names;

	@BeforeEach
	void aSidecarRegisters() throws SQLException {
		this.names = new NamesFile(this.folder.resolve("names.db"));
		query("CREATE TABLE hosts (registration_id TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL,"
				+ " app_id TEXT NOT NULL, namespace TEXT NOT NULL, last_update INTEGER NOT NULL)");
		query("CREATE UNIQUE INDEX hosts_address_idx ON hosts (address)");
		query("INSERT INTO hosts VALUES ('1', '127.0.0.1:50002', 'callee', '', unixepoch())");
	}

	@Test
	void givesASidecarFurtherNamesAtAddressesOfTheirOwn() throws Exception {
		assertThat(this.names.addAliases("callee", 2)).containsExactly("callee-1", "callee-2");
		assertThat(query("SELECT app_id || ' ' || address FROM hosts ORDER BY last_update, address"))
			.containsExactly("callee 127.0.0.1:50002", "callee-1 127.1.0.1:50002", "callee-2 127.1.0.2:50002");
	}

	@Test
	void addsOnlyWhatIsNotThereYet() throws Exception {
		this.names.addAliases("callee", 10);
		assertThat(this.names.addAliases("callee", 1000)).hasSize(1000);
		assertThat(query("SELECT count(*) FROM hosts")).containsExactly("1001");
		assertThat(query("SELECT address FROM hosts WHERE app_id = 'callee-251'")).containsExactly("127.1.1.1:50002");
	}

	@Test
	void whenTheSidecarHasNotRegisteredThenFails() {
		assertThatIOException().isThrownBy(() -> this.names.addAliases("other", 1))
			.withMessageEndingWith("names.db: other has not registered");
	}

	private List<String> query(String sql) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.names.file());
				Statement statement = connection.createStatement()) {
			if (statement.execute(sql)) {
				ResultSet result = statement.getResultSet();
				while (result.next()) {
					rows.add(result.getString(1));
				}
			}
		}
		return rows;
	}

}
