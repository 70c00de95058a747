package dev.daprinvoke.benchmarks.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BarTableTests {

	private final Results results = new Results();

	@Test
	void comparesEachFigureWithWhatItMustReachAndWithTheAim() {
		add(Section.CPU, "pair", "envoy", 1.0);
		add(Section.CPU, "pair", "daprd", 0.6);
		add(Section.THROUGHPUT, "16 connections", "envoy", 1000);
		add(Section.THROUGHPUT, "16 connections", "daprd", 1199);
		add(Section.BIG_RATE, "1 GB up", "daprd", 700);
		add(Section.BIG_MEMORY, "1 GB up, caller", "daprd", 220);
		add(Section.READY, "time to ready", "daprd", 1000);
		add(Section.FIRST_MEDIAN, "1 to 1000", "daprd", 0.5);
		assertThat(rows()).startsWith("### Bars\n\n| Figure | Must | Aim | Reached | Verdict |\n")
			.contains("| CPU seconds per 10,000 requests, pair | ≤ 0.75 × envoy | ≤ 0.5 × envoy | 0.60 × envoy | met |")
			.contains("| requests per second, 16 connections | ≥ 1.2 × envoy | ≥ 1.6 × envoy | 1.20 × envoy | MISSED |")
			.contains("| 1 GB up, MB/s | ≥ 500 | ≥ 700 | 700.00 | met, and the aim |")
			.contains("| peak memory, 1 GB up, caller, MB | < 220 | < 180 | 220.00 | MISSED |")
			.contains("| time to ready, ms | ≤ 1,000 | ≤ 600 | 1,000.00 | met |")
			.contains("| first 1,000 calls, p50, ms | ≤ 2 | ≤ 1 | 0.50 | met, and the aim |");
	}

	@Test
	void whatIsMissingWasNotMeasured() {
		add(Section.CPU, "pair", "daprd", 0.6);
		add(Section.READY, "time to ready", "compared", 900);
		assertThat(rows())
			.contains("| CPU seconds per 10,000 requests, pair | ≤ 0.75 × envoy | ≤ 0.5 × envoy | – | not measured |")
			.contains("| time to ready, ms | ≤ 1,000 | ≤ 600 | – | not measured |")
			.contains("| time to ready, JDK 17, ms | ≤ 2,200 | ≤ 1,500 | – | not measured |");
	}

	@Test
	void partsOfWhichNothingWasMeasuredAreLeftOut() {
		add(Section.GRPC_CPU, "pair", "daprd", 0.3);
		add(Section.GRPC_CPU, "pair", "envoy", 0.4);
		assertThat(rows())
			.contains("| gRPC, CPU seconds per 10,000 unary calls, pair | ≤ 1 × envoy | ≤ 1 × envoy | 0.75 × envoy |")
			.doesNotContain("time to ready");
	}

	private void add(Section section, String label, String subject, double value) {
		this.results.add(new Figure(section, label, "", 2), subject, value);
	}

	private String rows() {
		return new BarTable(this.results, "daprd").render().replaceAll(" {2,}", " ");
	}

}
