package dev.daprinvoke.benchmarks.part;

import java.util.List;

import dev.daprinvoke.benchmarks.report.Report;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CurveTests {

	@Test
	void isReportedMeasureByMeasure() {
		Curve curve = new Curve(Section.GROWTH_APPS);
		for (int apps : new int[] { 10, 100 }) {
			curve.add("p50", "ms", 1, apps + " apps", apps / 10);
			curve.add("caller", "MB", 0, apps + " apps", apps);
		}
		Results results = new Results();
		curve.addTo(results, "daprd");
		assertThat(new Report(results, List.of("daprd"), List.of(), List.of()).render()).isEqualTo("""
				### Growth: apps that the caller knows (1 KB GET at 200 per second in turn)

				| Figure           | Unit | daprd |
				|------------------|-----:|------:|
				| p50, 10 apps     |   ms |   1.0 |
				| p50, 100 apps    |   ms |  10.0 |
				| caller, 10 apps  |   MB |    10 |
				| caller, 100 apps |   MB |   100 |

				""");
	}

}
