package dev.daprinvoke.benchmarks.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryTests {

	@Test
	void readsResidentAndPeak() {
		Memory memory = Memory.parse("Name:\tdaprd\nVmHWM:\t  200 kB\nVmRSS:\t  100 kB\nRssAnon:\t 50 kB\n");
		assertThat(memory).isEqualTo(new Memory(100 * 1024, 200 * 1024));
	}

	@Test
	void whenTheProcessHasNoMemoryAnyMoreThenItIsNone() {
		assertThat(Memory.parse("Name:\tdaprd\nState:\tZ (zombie)\n")).isEqualTo(Memory.NONE);
	}

}
