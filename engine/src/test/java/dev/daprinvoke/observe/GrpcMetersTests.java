package dev.daprinvoke.observe;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcMetersTests {

	private final Meters meters = new Meters();

	private final GrpcMeters events = new GrpcMeters(this.meters, "cart");

	@Test
	void whenACallWasMadeThenItsLatencyKeepsItsFraction() throws IOException {
		this.events.callMade("/shop.Orders/Place", "NotFound", 1_500_000);

		assertThat(scrape()).contains(
				"dapr_grpc_io_client_completed_rpcs{app_id=\"cart\",grpc_client_method=\"/shop.Orders/Place\",grpc_client_status=\"NotFound\"} 1\n",
				"dapr_grpc_io_client_roundtrip_latency_sum{app_id=\"cart\",grpc_client_method=\"/shop.Orders/Place\",grpc_client_status=\"NotFound\"} 1.5\n");
	}

	@Test
	void whenTheAppWasProbedThenThatIsCountedByStatus() throws IOException {
		this.events.probed("OK", 3_900_000);
		this.events.probed("Unimplemented", 1);

		assertThat(scrape()).contains(
				"dapr_grpc_io_healthprobes_completed_count{app_id=\"cart\",grpc_client_status=\"OK\"} 1\n",
				"dapr_grpc_io_healthprobes_roundtrip_latency_sum{app_id=\"cart\",grpc_client_status=\"OK\"} 3\n",
				"dapr_grpc_io_healthprobes_completed_count{app_id=\"cart\",grpc_client_status=\"Unimplemented\"} 1\n");
	}

	@Test
	void whenMethodsAreEndlessThenFurtherOnesCountUnderOther() throws IOException {
		for (int i = 0; i < 3_000; i++) {
			this.events.callServed("/x/" + i, "Unimplemented", 1);
		}

		assertThat(scrape()).contains(
				"dapr_grpc_io_server_completed_rpcs{app_id=\"cart\",grpc_server_method=\"_other\",grpc_server_status=\"Unimplemented\"} 1200\n");
	}

	private String scrape() throws IOException {
		StringBuilder text = new StringBuilder();
		this.meters.scrape(text);
		return text.toString();
	}

}
