package dev.daprinvoke.scenario.grpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.Grpcurl;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code grpcurl} learns by reflection what there is to call: of an app through two
 * sidecars, and of the sidecar itself.
 */
class GrpcurlTests {

	private static final List<String> TO_CART = List.of("-H", "dapr-app-id: cart");

	@TempDir
	private Path folder;

	@Test
	void whenGrpcurlKnowsNothingThenReflectionTellsItThroughTheProxy() throws Exception {
		Grpcurl.require();
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		Server cart = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(new HealthStatusManager().getHealthService())
			.addService(ProtoReflectionServiceV1.newInstance())
			.build()
			.start();
		try (Sidecar callee = Sidecar.of("cart", this.folder)
			.names(names)
			.appPort(cart.getPort())
			.arguments("--app-protocol=grpc")
			.startReady(); Sidecar caller = Sidecar.of("shop", this.folder).names(names).startReady()) {
			Grpcurl grpcurl = new Grpcurl(caller.grpcPort(), this.folder);
			assertThat(grpcurl.run(TO_CART, "list"))
				.isEqualToIgnoringNewLines("grpc.health.v1.Health\ngrpc.reflection.v1.ServerReflection\n");
			assertThat(grpcurl.run(TO_CART, "describe", "grpc.health.v1.Health.Check"))
				.contains("rpc Check ( .grpc.health.v1.HealthCheckRequest )");
			assertThat(grpcurl.run(TO_CART, "grpc.health.v1.Health/Check")).contains("\"status\": \"SERVING\"");
			assertThat(grpcurl.run(List.of("-H", "dapr-app-id: cart", "-d", "{\"service\":\"tea\"}"),
					"grpc.health.v1.Health/Check"))
				.contains("Code: NotFound", "exit ");
			assertThat(grpcurl.run(List.of(), "list")).contains("dapr.proto.runtime.v1.Dapr\n");
			assertThat(grpcurl.run(List.of(), "dapr.proto.runtime.v1.Dapr/GetMetadata")).contains("\"id\": \"shop\"");
			assertThat(callee.process().output().text()).doesNotContain("level=error");
		}
		finally {
			cart.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		}
	}

}
