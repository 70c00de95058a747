package dev.daprinvoke.benchmarks.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenFilesTests {

	@Test
	void readsTheSoftLimit() {
		assertThat(OpenFiles.parse("""
				Limit                     Soft Limit           Hard Limit           Units
				Max processes             94986                94986                processes
				Max open files            1024                 20000                files
				""")).isEqualTo(1024);
	}

	@Test
	void whereThereIsNoLimitAnyNumberIsAllowed() {
		assertThat(OpenFiles.parse("Max open files            unlimited            unlimited            files\n"))
			.isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void knowsTheOwnLimit() {
		assertThat(OpenFiles.ownLimit()).isPositive();
	}

}
