package dev.daprinvoke.observe;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

import static org.assertj.core.api.Assertions.assertThat;

class InvocationMetersTests {

	private final Meters meters = new Meters();

	private final InvocationMeters events = new InvocationMeters(this.meters, "cart");

	@ParameterizedTest
	@NullAndEmptySource
	void whenTheCallerDoesNotNameItselfThenItIsUnknown(String appId) throws IOException {
		this.events.requestReceived(appId);
		this.events.responseSent(appId, 200);

		assertThat(scrape()).contains(
				"dapr_runtime_service_invocation_req_recv_total{app_id=\"cart\",src_app_id=\"unknown\"} 1\n",
				"dapr_runtime_service_invocation_res_sent_total{app_id=\"cart\",dst_app_id=\"unknown\",status=\"200\"} 1\n");
	}

	@Test
	void whenACallIsAProxiedStreamThenItsTypeSaysSo() throws IOException {
		this.events.requestSent("orders", true);
		this.events.responseReceived("orders", 0, true, 1);

		assertThat(scrape()).contains(
				"dapr_runtime_service_invocation_req_sent_total{app_id=\"cart\",dst_app_id=\"orders\",type=\"streaming\"} 1\n",
				"dapr_runtime_service_invocation_res_recv_total{app_id=\"cart\",src_app_id=\"orders\",status=\"0\",type=\"streaming\"} 1\n");
	}

	@ParameterizedTest
	@CsvSource({ "GET,GET", "PATCH,PATCH", "CONNECT,CONNECT", "get,UNKNOWN", "PROPFIND,UNKNOWN", "'',UNKNOWN" })
	void whenAVerbIsNotOneOfHttpThenItIsUnknown(String method, String label) throws IOException {
		this.events.httpServerRequest(method, "/x", 200, 1, 0, 0);

		assertThat(scrape()).contains("dapr_http_server_request_count{app_id=\"cart\",method=\"" + label
				+ "\",path=\"/x\",status=\"200\"} 1\n");
	}

	@ParameterizedTest
	@CsvSource({ "/a/b,/a/b", "//a///b//,/a/b/", "/,/", "////,/", "'',''", "/%2F/a?,/%2F/a?" })
	void whenAPathHasRunsOfSlashesThenEachIsShownAsOne(String path, String label) throws IOException {
		this.events.appCall("GET", path, 200, 1, 0, 0);

		assertThat(scrape()).contains("dapr_http_client_completed_count{app_id=\"cart\",method=\"GET\",path=\"" + label
				+ "\",status=\"200\"} 1\n");
	}

	@ParameterizedTest
	@CsvSource({ "-1,-1", "0,0", "99,99", "100,100", "599,599", "600,600", "2147483647,2147483647" })
	void whenAStatusIsOddThenItIsShownAsItIs(int status, String label) throws IOException {
		this.events.responseSent("orders", status);

		assertThat(scrape()).contains("dst_app_id=\"orders\",status=\"" + label + "\"} 1\n");
	}

	@Test
	void whenHttpLatencyIsCountedThenItIsCutToWholeMilliseconds() throws IOException {
		this.events.httpServerRequest("GET", "/x", 200, 1_999_999, 0, 0);

		assertThat(scrape()).contains(
				"dapr_http_server_latency_sum{app_id=\"cart\",method=\"GET\",path=\"/x\",status=\"200\"} 1\n",
				"dapr_http_server_latency_bucket{app_id=\"cart\",method=\"GET\",path=\"/x\",status=\"200\",le=\"1\"} 0\n",
				"dapr_http_server_latency_bucket{app_id=\"cart\",method=\"GET\",path=\"/x\",status=\"200\",le=\"2\"} 1\n");
	}

	@Test
	void whenPathsAreEndlessThenTheStatusStillTells() throws IOException {
		for (int i = 0; i < 3_000; i++) {
			this.events.httpServerRequest("GET", "/" + i, 500, 1, 0, 0);
		}

		assertThat(scrape()).contains(
				"dapr_http_server_request_count{app_id=\"cart\",method=\"GET\",path=\"_other\",status=\"500\"} 1200\n");
	}

	@Test
	void whenTheAppsHealthIsProbedThenItsAnswersAreCounted() throws IOException {
		this.events.probed(204, 1_999_999);
		this.events.probed(500, 1);

		assertThat(scrape()).contains("dapr_http_healthprobes_completed_count{app_id=\"cart\",status=\"204\"} 1\n",
				"dapr_http_healthprobes_completed_count{app_id=\"cart\",status=\"500\"} 1\n",
				"dapr_http_healthprobes_roundtrip_latency_sum{app_id=\"cart\",status=\"204\"} 1\n");
	}

	private String scrape() throws IOException {
		StringBuilder text = new StringBuilder();
		this.meters.scrape(text);
		return text.toString();
	}

}
