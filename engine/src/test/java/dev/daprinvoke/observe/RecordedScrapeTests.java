package dev.daprinvoke.observe;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The traffic behind {@code fixtures/metrics.txt}, told to our meters, must give the text
 * that the real sidecars showed.
 */
class RecordedScrapeTests {

	private static final String ORDERS = "/v1.0/invoke/callee/method/orders";

	private static final String DAPR_SERVICE = "/dapr.proto.runtime.v1.Dapr/";

	private static final Predicate<String> BUILT = (name) -> name.startsWith("dapr_")
			&& !name.startsWith("dapr_runtime_workflow_") && !name.startsWith("dapr_runtime_acl_");

	private final Meters meters = new Meters();

	@Test
	void whenTheCallersTrafficIsCountedThenItsPageIsTheRecordedOne() throws IOException {
		InvocationMeters http = new InvocationMeters(this.meters, "caller");
		GrpcMeters grpc = new GrpcMeters(this.meters, "caller");

		http.httpServerRequest("GET", "/v1.0/healthz", 204, 0, -1, 0);
		http.httpServerRequest("GET", ORDERS, 200, millis(1), -1, 2);
		http.httpServerRequest("GET", ORDERS, 200, millis(5) + 999_999, -1, 2);
		http.httpServerRequest("POST", ORDERS, 200, 999_999, 5, 2);
		http.httpServerRequest("GET", "/v1.0/invoke/callee/method/missing", 404, 1, -1, 5);
		http.httpServerRequest("GET", "/v1.0/invoke//caller///method/own", 200, 1, -1, 4);
		http.httpServerRequest("GET", "/v1.0/invoke/ghost/method/x", 500, 1, -1, 120);
		http.httpServerRequest("PUT", "/v1.0/metadata/fixture", 204, 1, 3, 0);
		http.httpServerRequest("GET", "/v1.0/metadata", 200, 1, -1, 338);
		for (long nanos : new long[] { 511_262, 500_000, 500_000, 4_500_000 }) {
			http.requestSent("callee", false);
			http.responseReceived("callee", 200, false, nanos);
		}
		http.requestSent("callee", false);
		http.responseReceived("callee", 404, false, 554_231);
		http.appCall("GET", "/dapr/config", 200, millis(1), 0, 0);
		http.appCall("GET", "/own", 200, 1, 0, 4);
		grpc.callServed(DAPR_SERVICE + "InvokeService", "OK", millis(1));
		grpc.unaryBytesServed(DAPR_SERVICE + "InvokeService", 40, 18);
		grpc.callServed(DAPR_SERVICE + "GetMetadata", "OK", 1);
		grpc.unaryBytesServed(DAPR_SERVICE + "GetMetadata", 0, 155);

		assertThat(scrape()).isEqualTo(RecordedScrape.of("caller").metrics(BUILT).text());
	}

	@Test
	void whenTheCalleesTrafficIsCountedThenItsPageIsTheRecordedOne() throws IOException {
		InvocationMeters http = new InvocationMeters(this.meters, "callee");
		new GrpcMeters(this.meters, "callee");

		http.httpServerRequest("GET", "/v1.0/healthz", 204, 0, -1, 0);
		http.httpServerRequest("GET", "/v1.0/metadata", 200, 0, -1, 334);
		for (int status : new int[] { 200, 200, 200, 200, 404 }) {
			http.requestReceived("caller");
			http.responseSent("caller", status);
		}
		http.appCall("GET", "/dapr/config", 200, 0, 0, 0);
		http.appCall("GET", "/orders", 200, 0, 0, 2);
		http.appCall("GET", "/orders", 200, 0, 0, 2);
		http.appCall("POST", "/orders", 200, 0, 0, 2);
		http.appCall("POST", "/orders", 200, 0, 0, 2);
		http.appCall("GET", "/missing", 404, 0, 0, 6);

		// Real Dapr sums by running means and shows 13.999999999999998; we add integers.
		assertThat(scrape())
			.isEqualTo(RecordedScrape.of("callee").metrics(BUILT).text().replace(" 13.999999999999998\n", " 14\n"));
	}

	@Test
	void whenNothingHappenedThenNothingIsShown() throws IOException {
		new InvocationMeters(this.meters, "idle");
		new GrpcMeters(this.meters, "idle");

		assertThat(scrape()).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenTheProcessIsAskedThenItsMetricsAreTheRecordedOnes() throws IOException {
		ProcessMeters.register(this.meters);

		RecordedScrape ours = new RecordedScrape(scrape().lines().toList());

		assertThat(ours.shapes())
			.isEqualTo(RecordedScrape.of("caller").metrics((name) -> name.startsWith("process_")).shapes());
	}

	@Test
	void whenScrapedThenTheContentTypeIsTheRecordedOne() {
		List<String> head = List.of(RecordedScrape.head("caller").split(" \\| "));

		assertThat(head).contains("Content-Type: " + Meters.CONTENT_TYPE);
	}

	private String scrape() throws IOException {
		StringBuilder text = new StringBuilder();
		this.meters.scrape(text);
		return text.toString();
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
