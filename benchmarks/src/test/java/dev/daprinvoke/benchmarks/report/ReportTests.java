package dev.daprinvoke.benchmarks.report;

import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private static final Figure CPU = new Figure(Section.CPU, "pair", "s", 2);

	private static final Figure RATE = new Figure(Section.BIG_RATE, "1 GB up", "MB/s", 0);

	private static final Figure MEMORY = new Figure(Section.BIG_MEMORY, "1 GB up, caller", "MB", 0);

	private final Results results = new Results();

	@Test
	void showsMediansSpreadRatiosAndVerdicts() {
		run(1, 0.90, 0.45);
		run(2, 1.00, 1.20);
		run(3, 0.80, 0.60);
		this.results.add(RATE, "daprd", 1234);
		this.results.add(MEMORY, "daprd", 220);
		assertThat(new Report(this.results, List.of("direct", "envoy", "daprd"), List.of("daprd"), List.of("envoy"))
			.render()).isEqualTo(
					"""
							### CPU seconds per 10,000 requests (1 KB GET, 16 connections, warm)

							| Figure | Unit | direct |            envoy |            daprd | daprd ÷ envoy |                 Bar |
							|--------|-----:|-------:|-----------------:|-----------------:|--------------:|--------------------:|
							| pair   |    s |      – | 0.90 (0.80–1.00) | 0.60 (0.45–1.20) |          0.75 | ≤ 0.75 × envoy: met |

							### 1 GB bodies, each direction

							| Figure  | Unit | direct | envoy | daprd | daprd ÷ envoy |                     Bar |
							|---------|-----:|-------:|------:|------:|--------------:|------------------------:|
							| 1 GB up | MB/s |      – |     – | 1,234 |             – | ≥ 500: met, and the aim |

							### Peak resident memory while a 1 GB body passes

							| Figure          | Unit | direct | envoy | daprd | daprd ÷ envoy |           Bar |
							|-----------------|-----:|-------:|------:|------:|--------------:|--------------:|
							| 1 GB up, caller |   MB |      – |     – |   220 |             – | < 220: MISSED |

							""");
	}

	@Test
	void comparesTwoPairsWithEachOther() {
		this.results.add(CPU, "daprd", 0.5);
		this.results.add(CPU, "compared", 1.0);
		assertThat(new Report(this.results, List.of("daprd", "compared"), List.of("daprd", "compared"), List.of())
			.render()).contains("| compared ÷ daprd |")
			.contains("2.00")
			.contains("≤ 0.75 × envoy: daprd not measured, compared not measured");
	}

	@Test
	void saysWhatCouldNotBeMeasured() {
		this.results.beginRun(2);
		this.results.fail("daprd", "latency: a request was answered with 500 Internal Server Error");
		assertThat(new Report(this.results, List.of("daprd"), List.of("daprd"), List.of()).render()).isEqualTo("""
				### Not measured

				- Run 2, daprd: latency: a request was answered with 500 Internal Server Error

				""");
	}

	@Test
	void resultsPageBeginsWithDateAndConditions() {
		assertThat(new ResultsPage(List.of("Machine: some"), "### Table\n\n").render(LocalDate.of(2026, 11, 21)))
			.startsWith("# Results of 2026-11-21\n\nWritten by `benchmarks/run --write`.")
			.endsWith("\n\n- Machine: some\n\n### Table\n");
	}

	private void run(int run, double envoy, double daprd) {
		this.results.beginRun(run);
		this.results.add(CPU, "envoy", envoy);
		this.results.add(CPU, "daprd", daprd);
	}

}
