package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.transport.sidecar.SidecarProbe;
import dev.daprinvoke.transport.sidecar.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the actuator tells about the sidecar.
 */
class ActuatorTests {

	private final ApplicationContextRunner context = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprInvokeAutoConfiguration.class,
				DaprSidecarHealthAutoConfiguration.class, DaprSidecarInfoAutoConfiguration.class));

	private static FakeApp sidecar(String outbound) {
		return FakeApp.start((exchange) -> {
			if (exchange.line().startsWith("GET /v1.0/healthz/outbound ")) {
				exchange.send(outbound);
				return;
			}
			String json = "{\"id\":\"shop\",\"runtimeVersion\":\"1.18.0\",\"enabledFeatures\":[]}\n";
			exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
		});
	}

	private Health health(int port) {
		Health[] health = new Health[1];
		this.context.withPropertyValues("DAPR_HTTP_PORT=" + port)
			.run((started) -> health[0] = started.getBean("daprSidecarHealthIndicator", HealthIndicator.class)
				.health(true));
		return health[0];
	}

	private Map<String, Object> info(int port) {
		Info.Builder info = new Info.Builder();
		this.context.withPropertyValues("DAPR_HTTP_PORT=" + port)
			.run((started) -> started.getBean(SidecarInfo.class).contribute(info));
		return info.build().getDetails();
	}

	@Test
	void whenTheSidecarCanMakeCallsThenItIsUp() throws IOException {
		try (FakeApp sidecar = sidecar("HTTP/1.1 204 No Content\r\n\r\n")) {
			Health health = health(sidecar.port());
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("appId", "shop")
				.containsEntry("runtimeVersion", "1.18.0")
				.containsEntry("endpoint", "http://localhost:" + sidecar.port());
			assertThat(info(sidecar.port())).containsEntry("dapr", Map.of("endpoint",
					"http://localhost:" + sidecar.port(), "appId", "shop", "runtimeVersion", "1.18.0"));
		}
	}

	@Test
	void whenTheSidecarIsNotReadyThenItsReasonIsTold() throws IOException {
		String json = "{\"errorCode\":\"ERR_OUTBOUND_HEALTH_NOT_READY\",\"message\":\"dapr outbound is not ready\"}";
		try (FakeApp sidecar = sidecar("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
				+ "Content-Length: " + json.length() + "\r\n\r\n" + json)) {
			Health health = health(sidecar.port());
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("error",
					"the sidecar at http://localhost:" + sidecar.port() + " answers 500: dapr outbound is not ready");
		}
	}

	@Test
	void whenThereIsNoSidecarThenItIsDown() throws IOException {
		FakeApp sidecar = sidecar("");
		sidecar.close();
		assertThat(health(sidecar.port()).getStatus()).isEqualTo(Status.DOWN);
		assertThat(info(sidecar.port())).containsEntry("dapr",
				Map.of("endpoint", "http://localhost:" + sidecar.port(), "reachable", false));
	}

	@Test
	void whenTurnedOffThenNothingIsTold() {
		this.context
			.withPropertyValues("management.health.dapr-sidecar.enabled=false", "management.info.dapr.enabled=false")
			.run((started) -> assertThat(started).doesNotHaveBean(SidecarHealth.class)
				.doesNotHaveBean(SidecarInfo.class));
		this.context.withPropertyValues("dapr.invoke.enabled=false")
			.run((started) -> assertThat(started).doesNotHaveBean(SidecarHealth.class));
	}

	@Test
	void whenTheApplicationMakesTheCallsThenNobodyAsksTheSidecar() {
		this.context.withBean(Invoker.class, FakeMesh::new)
			.withPropertyValues("dapr.invoke.wait-for-sidecar=1s")
			.run((started) -> assertThat(started).hasNotFailed()
				.doesNotHaveBean(SidecarProbe.class)
				.doesNotHaveBean(SidecarWait.class)
				.doesNotHaveBean("daprSidecarHealthIndicator")
				.doesNotHaveBean("daprInfoContributor"));
	}

	@Test
	void whenTheApplicationHasAProbeOfItsOwnThenThatAsks() {
		SidecarProbe own = new SidecarProbe(
				new SidecarSettings(URI.create("http://there:1"), null, Duration.ofSeconds(1)));
		this.context.withBean(Invoker.class, FakeMesh::new)
			.withBean(SidecarProbe.class, () -> own)
			.run((started) -> assertThat(started).hasSingleBean(SidecarProbe.class)
				.hasSingleBean(SidecarWait.class)
				.hasSingleBean(SidecarHealth.class)
				.hasSingleBean(SidecarInfo.class));
	}

	@Test
	void whenThereIsNoActuatorThenNothingIsMissed() {
		this.context.withClassLoader(new FilteredClassLoader(HealthIndicator.class, InfoContributor.class))
			.run((started) -> assertThat(started).hasNotFailed()
				.doesNotHaveBean("daprSidecarHealthIndicator")
				.doesNotHaveBean("daprInfoContributor"));
	}

}
