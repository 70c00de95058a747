package dev.daprinvoke.benchmarks.report;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTests {

	private final Results results = new Results();

	@Test
	void tellsWhatHasChangedAndMakesBoldWhatIsNotable() throws IOException {
		add(Section.CPU, "pair", "envoy", 1.00);
		add(Section.CPU, "pair", "haproxy", 0.30);
		add(Section.CPU, "pair", "daprd", 0.60);
		add(Section.LOADED, "caller", "daprd", 220);
		add(Section.LOADED, "callee", "daprd", 210);
		add(Section.READY, "time to ready", "daprd", 900);
		add(Section.READY, "resident memory, fresh", "daprd", 111);
		assertThat(new Comparison(AcceptedPage.read(), now()).render()).isEqualTo(
				"""
						### Compared with the last accepted results, of 2026-11-21

						Less is better everywhere. **Bold**: changed by more than 10 %. Processor time is compared as the ratio to the reference of the same run, since absolute times change with the machine.

						| Figure                                 |  Then |  Now |      Change |
						|----------------------------------------|------:|-----:|------------:|
						| CPU per request, pair ÷ envoy          |  0.80 | 0.60 | **-25.0 %** |
						| CPU per request, pair ÷ haproxy        |     – |    2 |           – |
						| resident memory, fresh, MB             |   100 |  111 | **+11.0 %** |
						| resident memory after load, caller, MB |   200 |  220 |     +10.0 % |
						| resident memory after load, callee, MB |     – |  210 |           – |
						| time to ready, ms                      | 3,584 |  900 | **-74.9 %** |

						""");
	}

	@Test
	void whenThePageHasNoDateThenTheHeadingHasNone() {
		ResultTables nothing = ResultTables.parse("");
		assertThat(new Comparison(nothing, nothing).render())
			.startsWith("### Compared with the last accepted results\n\n");
	}

	private void add(Section section, String label, String subject, double value) {
		this.results.add(new Figure(section, label, "", 3), subject, value);
	}

	private ResultTables now() {
		return ResultTables.parse(new Report(this.results, List.of("envoy", "haproxy", "daprd"), List.of("daprd"),
				List.of("envoy", "haproxy"))
			.render());
	}

}
