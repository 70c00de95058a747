package dev.daprinvoke.target;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.GoTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.3: clean() is Go's {@code path.Clean}.
 */
class CleanPathTests {

	@Test
	void whenAnyShortPathThenItIsCleanedAsGoDoes() {
		Stream<List<String>> table = GoTable.rows("path-clean.tsv");
		assertThat(table).hasSize(1093).allSatisfy((row) -> assertThat(CleanPath.of(row.get(0))).isEqualTo(row.get(1)));
	}

	@Test
	void whenThePathIsCleanThenItIsTheSameObject() {
		String path = "/v1.0/invoke/cart/method/items";
		assertThat(CleanPath.of(path)).isSameAs(path);
	}

}
