package dev.daprinvoke.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WrkReportTests {

	private static final String CLEAN = """
			Running 2s test @ http://127.0.0.1:38143/kb
			  1 threads and 16 connections
			  Thread Stats   Avg      Stdev     Max   +/- Stdev
			    Latency   353.88us  331.06us   9.98ms   96.17%
			    Req/Sec    43.95k     6.49k   55.77k    80.00%
			  87550 requests in 2.00s, 91.10MB read
			Requests/sec:  43746.57
			Transfer/sec:     45.52MB
			""";

	@Test
	void readsRequestsAndRate() {
		assertThat(WrkReport.parse(CLEAN)).isEqualTo(new WrkReport(87550, 43746.57, 0));
	}

	@Test
	void countsBadAnswersAndSocketErrorsAsFailures() {
		String output = CLEAN.replace("Requests/sec", """
				  Socket errors: connect 1, read 20, write 300, timeout 4000
				  Non-2xx or 3xx responses: 50000
				Requests/sec""");
		assertThat(WrkReport.parse(output).failures()).isEqualTo(54321);
	}

	@Test
	void whenWrkCouldNotConnectThenSaysWhatWrkSaid() {
		assertThatExceptionOfType(LoadFailure.class)
			.isThrownBy(() -> WrkReport.parse("unable to connect to 127.0.0.1:1 Connection refused\n"))
			.withMessage("wrk says: unable to connect to 127.0.0.1:1 Connection refused");
	}

}
