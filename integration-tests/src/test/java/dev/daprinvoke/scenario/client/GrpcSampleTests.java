package dev.daprinvoke.scenario.client;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.SampleApp;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample {@code sample-grpc} as {@code docs/grpc.md} runs it: as cart and as shop.
 */
class GrpcSampleTests {

	@TempDir
	private Path folder;

	@Test
	void whenTheShopCallsTheCartByItsStubThenAnswersStreamsAndErrorsComeBack() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		int cartPort = Ports.free();
		try (SampleApp cart = SampleApp.start("sample-grpc", this.folder,
				Map.of("SPRING_GRPC_SERVER_PORT", "" + cartPort));
				Sidecar cartSidecar = Sidecar.of("cart", this.folder)
					.names(names)
					.appPort(cartPort)
					.arguments("--app-protocol=grpc")
					.startReady();
				Sidecar shopSidecar = Sidecar.of("shop", this.folder).names(names).startReady();
				SampleApp shop = SampleApp.start("sample-grpc", this.folder, Map.of("SPRING_GRPC_SERVER_PORT",
						"" + Ports.free(), "DAPR_GRPC_PORT", "" + shopSidecar.grpcPort()))) {
			cart.awaitReady();
			shop.awaitReady();
			assertThat(shop.http().send("POST", "/items?name=tea", "").text()).isEqualTo("1");
			assertThat(shop.http().send("POST", "/items?name=milk", "").text()).isEqualTo("2");
			assertThat(shop.http().get("/items").text()).isEqualTo("[\"tea\",\"milk\"]");
			RawResponse refused = shop.http().send("POST", "/items?name=%20", "");
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.text()).contains("an item has a name");
			assertThat(cartSidecar.process().output().text()).doesNotContain("level=error");
		}
	}

}
