package dev.daprinvoke.docs.migration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The app into which {@code docs/migration.md} turns others, against something that
 * answers like a sidecar.
 */
class MigrationSnippetsTests {

	private static final String INVOKE = "/v1.0/invoke/cart/method";

	private static final String JSON = "Content-Type: application/json";

	private static final Afterwards.Item MUG = new Afterwards.Item("Mug", 4);

	private static final TestApp sidecar = TestApp.start();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		sidecar.on(INVOKE + "/items", (exchange) -> {
			boolean added = exchange.wholeBody().length > 0;
			exchange.respond(200, added ? item("added") : "[]", JSON);
		});
		sidecar.on(INVOKE + "/items/Mug", (exchange) -> exchange.respond(200, item("Mug"), JSON));
		sidecar.on(INVOKE + "/v2/items/Mug", (exchange) -> exchange.respond(200, item("Mug"), JSON));
		sidecar.on(INVOKE + "/v2/items/none", (exchange) -> exchange.respond(500, ""));
		context = new SpringApplicationBuilder(Afterwards.ShopApplication.class).web(WebApplicationType.NONE)
			.properties("dapr.invoke.sidecar.http-endpoint=http://127.0.0.1:" + sidecar.port(),
					"spring.cloud.gateway.server.webflux.enabled=false", "spring.main.banner-mode=off")
			.run();
	}

	private static String item(String name) {
		return "{\"name\":\"" + name + "\",\"quantity\":4}";
	}

	@AfterAll
	static void stop() {
		context.close();
		sidecar.close();
	}

	@Test
	void whenAnInterfaceTakesThePlaceOfInvokeMethodThenItsCallsAreTheSame() {
		Afterwards.Caller caller = new Afterwards.Caller(context.getBean(Afterwards.CartClient.class));
		assertThat(caller.call(MUG)).isEqualTo(new Afterwards.Item("added", 4));
		assertThat(sidecar.lastReceived().requestLine()).isEqualTo("POST " + INVOKE + "/items HTTP/1.1");
		assertThat(sidecar.lastReceived().text()).isEqualTo(item("Mug"));
	}

	@Test
	void whenAnInterfaceTakesThePlaceOfAFeignClientThenPathInterceptorAndFallbackRemain() {
		Afterwards.CartV2Client cart = context.getBean(Afterwards.CartV2Client.class);
		assertThat(cart.item("Mug")).isEqualTo(MUG);
		assertThat(sidecar.lastReceived().header("X-Tenant")).isEqualTo("blue");
		assertThat(cart.item("none")).isEqualTo(new Afterwards.Item("none", 0));
	}

	@Test
	void whenABuilderTakesThePlaceOfALoadBalancedOneThenItCallsTheApp() {
		assertThat(context.getBean(Afterwards.Carts.class).item("Mug")).isEqualTo(MUG);
	}

}
