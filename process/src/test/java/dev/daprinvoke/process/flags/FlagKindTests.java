package dev.daprinvoke.process.flags;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlagKindTests {

	@Test
	void whenListItemIsQuotedThenItMayHoldCommas() {
		assertThat(FlagKind.parseList("\"a,b\",c,\"d\"\"e\"")).isEqualTo(List.of("a,b", "c", "d\"e"));
		assertThat(FlagKind.parseList("a,")).isEqualTo(List.of("a", ""));
		assertThat(FlagKind.parseList("")).isEmpty();
	}

}
