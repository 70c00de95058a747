package dev.daprinvoke.benchmarks.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProcessStatTests {

	@Test
	void addsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
		String stat = "4711 (daprd) S 1 4711 4711 0 -1 4194304 25301 0 12 0 150 50 1000 2000 20 0 31 0 99";
		assertThat(ProcessStat.parse(stat)).isEqualTo(new ProcessStat(3200));
		assertThat(ProcessStat.parse(stat).seconds()).isEqualTo(32.0);
	}

	@Test
	void readsOverSpacesAndParenthesesInTheName() {
		String stat = "4711 (a) S (b 1) R 1 4711 4711 0 -1 4194304 25301 0 12 0 1 2 3 4 20 0 31 0 99\n";
		assertThat(ProcessStat.parse(stat)).isEqualTo(new ProcessStat(10));
	}

	@Test
	void refusesOtherText() {
		assertThatIllegalArgumentException().isThrownBy(() -> ProcessStat.parse("4711 (daprd) S 1"))
			.withMessage("stat: 4711 (daprd) S 1 (expected: the text of /proc/PID/stat)");
	}

}
