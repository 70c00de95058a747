package dev.daprinvoke.resolve.sqlite;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Platform contract section 3.4, "Options". */
class SqliteSettingsTests {

	@Test
	void whenOnlyConnectionStringIsGivenThenDefaultsHold() {
		assertThat(SqliteSettings.from(Map.of("connectionString", "names.db")))
			.isEqualTo(new SqliteSettings("names.db", Duration.ofSeconds(1), Duration.ofMillis(800), false, "hosts",
					"metadata", Duration.ofSeconds(5), Duration.ofHours(1)));
	}

	@Test
	void whenEverythingIsGivenThenItIsTakenWhateverItsTypeAndCase() {
		assertThat(SqliteSettings.from(Map.of("CONNECTIONSTRING", "names.db", "Timeout", 2L, "busyTimeout", "100ms",
				"disableWAL", true, "tableName", "apps", "metadataTableName", "meta_1", "updateInterval", "10s",
				"cleanupInterval", "-1s", "somethingElse", 5L)))
			.isEqualTo(new SqliteSettings("names.db", Duration.ofSeconds(2), Duration.ofMillis(100), true, "apps",
					"meta_1", Duration.ofSeconds(10), Duration.ofSeconds(-1)));
	}

	@Test
	void whenAliasesAreGivenThenTheyCount() {
		SqliteSettings settings = SqliteSettings
			.from(Map.of("url", "names.db", "timeoutInSeconds", "3", "cleanupIntervalInSeconds", 60L));
		assertThat(settings.connectionString()).isEqualTo("names.db");
		assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.cleanupInterval()).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void whenIntervalsAreDefaultThenRowIsRenewedEveryFourSeconds() {
		assertThat(SqliteSettings.from(Map.of("url", "x")).renewInterval()).isEqualTo(Duration.ofSeconds(4));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"connectionString | '' | connectionString: \"\" (expected: a path or a file: URI)",
			"timeout | 999ms | timeout: 999ms (expected: at least 1s)",
			"timeout | soon | timeout: soon (expected: a duration such as 5s or 800ms, or a number of seconds)",
			"timeout | 1.5 | timeout: 1.5 (expected: a duration such as 5s or 800ms, or a number of seconds)",
			"timeout | 5s | updateInterval: 5s (expected: at least 1s more than timeout, which is 5s)",
			"busyTimeout | -1ms | busyTimeout: -1ms (expected: 0s to 1h)",
			"disableWAL | maybe | disableWAL: maybe (expected: true or false)",
			"tableName | hosts; DROP TABLE x | tableName: hosts; DROP TABLE x (expected: letters, digits and underscores)",
			"metadataTableName | a-b | metadataTableName: a-b (expected: letters, digits and underscores)",
			"metadataTableName | Hosts | metadataTableName: Hosts (expected: another name than tableName)",
			"updateInterval | 2500ms | updateInterval: 2500ms (expected: whole seconds)",
			"updateInterval | 1s | updateInterval: 1s (expected: at least 1s more than timeout, which is 1s)",
			"connectionString | a?_txlock=deferred | connectionString: _txlock=deferred (expected: _txlock=immediate)",
			"connectionString | a?_pragma=busy_timeout(1) | connectionString: _pragma=busy_timeout(1) (expected: the setting busyTimeout instead)",
			"connectionString | a?_pragma=journal_mode=WAL | connectionString: _pragma=journal_mode=WAL (expected: the setting disableWAL instead)",
			"connectionString | a?_pragma=x;y | connectionString: _pragma=x;y (expected: _pragma=name(value) or _pragma=name=value)" })
	void whenSettingCannotBeUsedThenMessageSaysWhatWasExpected(String name, String value, String message) {
		Map<String, Object> configuration = name.equals("connectionString") ? Map.of(name, value)
				: Map.of("connectionString", "names.db", name, value);
		assertThatIllegalArgumentException().isThrownBy(() -> SqliteSettings.from(configuration)).withMessage(message);
	}

	@Test
	void whenSettingIsNoSingleValueThenMessageSaysSo() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SqliteSettings.from(Map.of("connectionString", List.of("a"))))
			.withMessage("connectionString: [a] (expected: a single value)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "names.db | file:names.db | false | false", "/a/b c.db | file:/a/b c.db | false | false",
					"file:names.db?mode=ro&x=y | file:names.db?mode=ro | false | true",
					"names.db?immutable=1 | file:names.db?immutable=1 | false | true",
					":memory: | file::memory: | true | false",
					"file:x?mode=memory&cache=shared | file:x?mode=memory&cache=shared | true | false",
					":resource:http://host/x | file::resource:http://host/x | false | false",
					"names.db?journal_mode=OFF&_txlock=immediate | file:names.db | false | false" })
	void whenConnectionStringIsReadThenOnlyWhatSqliteUnderstandsIsPassedOn(String text, String uri, boolean inMemory,
			boolean readOnly) {
		assertThat(ConnectionString.parse(text)).isEqualTo(new ConnectionString(uri, List.of(), inMemory, readOnly));
	}

	@Test
	void whenConnectionStringHasPragmasThenTheyAreKept() {
		assertThat(ConnectionString.parse("a?_pragma=cache_size(-200)&_pragma=synchronous=OFF").pragmas())
			.containsExactly("cache_size(-200)", "synchronous = OFF");
	}

}
