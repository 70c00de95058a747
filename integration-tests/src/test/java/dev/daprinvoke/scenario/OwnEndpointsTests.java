package dev.daprinvoke.scenario;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.RawResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sidecar answers for itself: health, metadata, metrics (contract, invocation.md
 * 5.1 and 5.2, platform.md 5.2).
 */
class OwnEndpointsTests {

	@TempDir
	private static Path folder;

	private static Pair pair;

	@BeforeAll
	static void start() {
		pair = Pair.start(folder);
	}

	@AfterAll
	static void stop() {
		pair.close();
	}

	@Test
	void whenReadyThenHealthIsAnEmpty204() {
		RawResponse response = pair.caller().http().get("/v1.0/healthz");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		assertThat(pair.caller().http().get("/v1.0/healthz?appid=caller").status()).isEqualTo(204);
		assertThat(pair.caller().http().get("/v1.0/healthz/outbound").status()).isEqualTo(204);
	}

	@Test
	void whenAnotherAppIsAskedForThenHealthSaysSo() {
		RawResponse response = pair.caller().http().get("/v1.0/healthz?appid=zzz");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.text())
			.isEqualTo(ErrorText.json("ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match"));
	}

	@Test
	void whenMetadataIsReadThenItTellsTheAppAndItsConnection() {
		RawResponse response = pair.caller().http().get("/v1.0/metadata");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Content-Type")).startsWith("application/json");
		assertThat(response.text()).startsWith("{\"id\":\"caller\",\"runtimeVersion\":\"1.18.0\"")
			.contains("\"appConnectionProperties\":{\"port\":" + pair.callerApp().port()
					+ ",\"protocol\":\"http\",\"channelAddress\":\"127.0.0.1\"")
			.contains("\"actorRuntime\":{\"runtimeStatus\":\"DISABLED\",\"hostReady\":false,"
					+ "\"placement\":\"placement: disconnected\"}")
			.endsWith("}\n");
	}

	@Test
	void whenMetadataIsPutThenItIsReturned() {
		assertThat(pair.caller().http().send("PUT", "/v1.0/metadata/cli%50ID", "4711").status()).isEqualTo(204);
		assertThat(pair.caller().http().get("/v1.0/metadata").text()).contains("\"cliPID\":\"4711\"");
	}

	@Test
	void whenARouteIsKnownThenTheTargetHeaderDoesNotMatter() {
		RawResponse response = pair.caller().http().get("/v1.0/metadata", "dapr-app-id: callee");
		assertThat(response.text()).startsWith("{\"id\":\"caller\"");
	}

	@Test
	void whenACallWasMadeThenBothSidecarsCountIt() {
		assertThat(pair.caller().invoke("callee", "counted/once").status()).isEqualTo(200);
		assertThat(pair.caller().metrics()).contains(
				"dapr_http_server_request_count{app_id=\"caller\",method=\"GET\","
						+ "path=\"/v1.0/invoke/callee/method/counted/once\",status=\"200\"} 1\n",
				"dapr_runtime_service_invocation_req_sent_total{app_id=\"caller\",dst_app_id=\"callee\",type=\"unary\"} ");
		assertThat(pair.callee().metrics())
			.contains("dapr_runtime_service_invocation_req_recv_total{app_id=\"callee\",src_app_id=\"caller\"} ");
	}

	@Test
	void whenMetricsAreReadThenTheProcessIsThere() {
		assertThat(pair.caller().metrics()).contains("# TYPE process_cpu_seconds_total counter\n",
				"# TYPE process_resident_memory_bytes gauge\n", "# TYPE process_open_fds gauge\n",
				"# TYPE process_start_time_seconds gauge\n");
	}

}
