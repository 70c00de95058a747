package dev.daprinvoke.process.signal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IgnoredSignalsTests {

	@ParameterizedTest
	@CsvSource({ "0000000000000000,''", "0000000000000002,INT", "0000000000000001,HUP", "0000000000004007,HUP INT TERM",
			"ffffffffffffffff,HUP INT TERM", "0000000000001000,''" })
	void whenTheKernelTellsTheMaskThenOursAreFoundInIt(String mask, String names) {
		String status = "Name:\tdaprd\nSigBlk:\t0000000000000000\nSigIgn:\t" + mask + "\nSigCgt:\t0000000000000002\n";
		assertThat(IgnoredSignals.in(status))
			.containsExactlyInAnyOrder(names.isEmpty() ? new String[0] : names.split(" "));
	}

	@ParameterizedTest
	@CsvSource({ "''", "Name:\tdaprd" })
	void whenTheKernelTellsNothingThenNothingIsIgnored(String status) {
		assertThat(IgnoredSignals.in(status)).isEmpty();
	}

}
