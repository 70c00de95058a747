package dev.daprinvoke.scenario.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.ImportGrpcClients;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Spring Boot app whose gRPC stub calls another app through two sidecars: blocking, and
 * a stream that goes on.
 */
class GrpcStubTests {

	@TempDir
	private Path folder;

	@Test
	void whenAStubIsImportedForAnAppThenItsCallsReachTheAppThroughBothSidecars() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		Server cart = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(new CartHealth())
			.build()
			.start();
		try (Sidecar callee = Sidecar.of("cart", this.folder)
			.names(names)
			.appPort(cart.getPort())
			.arguments("--app-protocol=grpc")
			.startReady();
				Sidecar caller = Sidecar.of("shop", this.folder).names(names).startReady();
				ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopWithStub.class)
					.web(WebApplicationType.NONE)
					.bannerMode(Banner.Mode.OFF)
					.registerShutdownHook(false)
					.run("--dapr.invoke.sidecar.grpc-endpoint=localhost:" + caller.grpcPort())) {
			HealthGrpc.HealthBlockingStub stub = shop.getBean(HealthGrpc.HealthBlockingStub.class);
			assertThat(stub.check(HealthCheckRequest.getDefaultInstance()).getStatus())
				.isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
			assertThat(stub.watch(HealthCheckRequest.getDefaultInstance())).toIterable()
				.extracting(HealthCheckResponse::getStatus)
				.containsExactly(HealthCheckResponse.ServingStatus.SERVING,
						HealthCheckResponse.ServingStatus.NOT_SERVING);
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> stub.check(HealthCheckRequest.newBuilder().setService("tea").build()))
				.satisfies((ex) -> {
					assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
					assertThat(ex.getStatus().getDescription()).isEqualTo("no tea");
				});
			assertThat(callee.process().output().text()).doesNotContain("level=error");
		}
		finally {
			cart.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		}
	}

	private static final class CartHealth extends HealthGrpc.HealthImplBase {

		@Override
		public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
			if (!request.getService().isEmpty()) {
				answer.onError(Status.NOT_FOUND.withDescription("no " + request.getService()).asRuntimeException());
				return;
			}
			answer.onNext(health(HealthCheckResponse.ServingStatus.SERVING));
			answer.onCompleted();
		}

		@Override
		public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {
			answers.onNext(health(HealthCheckResponse.ServingStatus.SERVING));
			answers.onNext(health(HealthCheckResponse.ServingStatus.NOT_SERVING));
			answers.onCompleted();
		}

		private static HealthCheckResponse health(HealthCheckResponse.ServingStatus status) {
			return HealthCheckResponse.newBuilder().setStatus(status).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportGrpcClients(target = "dapr://cart", types = HealthGrpc.HealthBlockingStub.class)
	static class ShopWithStub {

	}

}
