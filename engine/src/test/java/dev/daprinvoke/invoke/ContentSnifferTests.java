package dev.daprinvoke.invoke;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.GoTable;

import static org.assertj.core.api.Assertions.assertThat;

class ContentSnifferTests {

	@Test
	void whenABodyBeginsWithAnyByteOrKnownMagicThenItsTypeIsWhatGoSays() {
		assertThat(GoTable.rows("sniff.tsv")).hasSize(410)
			.allSatisfy((row) -> assertThat(ContentSniffer.typeOf(GoTable.bytes(row.get(0)))).isEqualTo(row.get(1)));
	}

	@Test
	void whenTheBinaryByteComesLateThenItDoesNotCount() {
		byte[] start = "x".repeat(600).getBytes();
		start[511] = 1;
		assertThat(ContentSniffer.typeOf(start)).isEqualTo("application/octet-stream");
		start[511] = 'x';
		start[512] = 1;
		assertThat(ContentSniffer.typeOf(start)).isEqualTo("text/plain; charset=utf-8");
	}

}
