package dev.daprinvoke.benchmarks.report;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultTablesTests {

	@Test
	void readsTheMedianOfACell() throws IOException {
		ResultTables tables = AcceptedPage.read();
		assertThat(tables.value(Section.READY, "time to ready", "daprd")).hasValue(3584);
		assertThat(tables.value(Section.CPU, "pair", "daprd ÷ envoy")).hasValue(0.8);
		assertThat(tables.value(Section.LOADED, "caller", "daprd")).hasValue(200);
		assertThat(tables.value(Section.CPU, "caller", "daprd")).hasValue(0.407);
	}

	@Test
	void whatIsNotThereIsMissing() throws IOException {
		ResultTables tables = AcceptedPage.read();
		assertThat(tables.value(Section.LOADED, "callee", "daprd")).isEmpty();
		assertThat(tables.value(Section.CPU, "pair", "daprd ÷ haproxy")).isEmpty();
		assertThat(tables.value(Section.CPU, "pair", "compared")).isEmpty();
		assertThat(tables.value(Section.CPU, "triple", "daprd")).isEmpty();
		assertThat(tables.value(Section.BIG_RATE, "1 GB up", "daprd")).isEmpty();
		assertThat(tables.value(Section.CPU, "pair", "Bar")).isEmpty();
	}

	@Test
	void readsTheDate() throws IOException {
		assertThat(AcceptedPage.read().date()).hasValue("2026-11-21");
	}

	@Test
	void aPageWithoutTablesHasNothing() {
		ResultTables tables = ResultTables.parse("nothing | here\n\n|\n||\n| a |\n");
		assertThat(tables.date()).isEmpty();
		assertThat(tables.value(Section.CPU, "pair", "daprd")).isEmpty();
	}

}
