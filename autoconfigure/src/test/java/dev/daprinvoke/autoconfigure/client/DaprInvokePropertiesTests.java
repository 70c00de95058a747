package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.daprinvoke.spring.client.service.CallSettings;
import dev.daprinvoke.spring.client.service.ClientOptions;
import dev.daprinvoke.spring.client.service.RetrySettings;
import dev.daprinvoke.transport.sidecar.SidecarInvoker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaprInvokeProperties} and {@link PropertiesClientOptions}.
 */
class DaprInvokePropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprInvokeAutoConfiguration.class));

	private ApplicationContextRunner with(String key, String value) {
		return this.runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of(key, value))));
	}

	@Test
	void whenNothingIsSetThenDefaultsCount() {
		this.runner.run((context) -> {
			DaprInvokeProperties properties = context.getBean(DaprInvokeProperties.class);
			assertThat(properties.enabled()).isTrue();
			assertThat(properties.mode()).isEqualTo(DaprInvokeProperties.Mode.AUTO);
			assertThat(properties.timeout()).isEqualTo(Duration.ofMinutes(1));
			assertThat(properties.waitForSidecar()).isNull();
			assertThat(properties.clients()).isEmpty();
			assertThat(properties.sidecar().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
			assertThat(context.getBean(ClientOptions.class).of("cart", "items")).isEqualTo(CallSettings.NONE);
		});
	}

	@Test
	void whenNumbersHaveNoUnitThenTheyAreMilliseconds() {
		this.runner
			.withPropertyValues("dapr.invoke.timeout=70", "dapr.invoke.wait-for-sidecar=80",
					"dapr.invoke.sidecar.connect-timeout=90", "dapr.invoke.clients.cart.timeout=100",
					"dapr.invoke.clients.cart.retry.delay=110", "dapr.invoke.clients.cart.retry.max-delay=120")
			.run((context) -> {
				DaprInvokeProperties properties = context.getBean(DaprInvokeProperties.class);
				assertThat(properties.timeout()).hasMillis(70);
				assertThat(properties.waitForSidecar()).hasMillis(80);
				assertThat(properties.sidecar().connectTimeout()).hasMillis(90);
				assertThat(context.getBean(ClientOptions.class).of("cart", "items"))
					.isEqualTo(new CallSettings(Duration.ofMillis(100),
							new RetrySettings(null, Duration.ofMillis(110), Duration.ofMillis(120), null, null), null));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "firstItem", "first-item", "firstitem" })
	void whenAMethodHasSettingsThenTheyWinOverItsClients(String method) {
		this.runner
			.withPropertyValues("dapr.invoke.clients.cart.timeout=1s",
					"dapr.invoke.clients.cart.methods." + method + ".timeout=2s",
					"dapr.invoke.clients.cart.fallback=java.lang.String")
			.run((context) -> {
				ClientOptions options = context.getBean(ClientOptions.class);
				assertThat(options.of("cart", "firstItem"))
					.isEqualTo(new CallSettings(Duration.ofSeconds(2), null, String.class));
				assertThat(options.of("cart", "lastItem").timeout()).hasSeconds(1);
			});
	}

	@Test
	void whenAMethodSaysAPartOfItsRetriesThenItsClientSaysTheOthers() {
		this.runner
			.withPropertyValues("dapr.invoke.clients.cart.retry.max-attempts=5",
					"dapr.invoke.clients.cart.retry.statuses=429,503", "dapr.invoke.clients.cart.retry.delay=10ms",
					"dapr.invoke.clients.cart.methods.firstItem.retry.max-attempts=2",
					"dapr.invoke.clients.cart.methods.firstItem.retry.all-verbs=true")
			.run((context) -> {
				ClientOptions options = context.getBean(ClientOptions.class);
				assertThat(options.of("cart", "firstItem").retry())
					.isEqualTo(new RetrySettings(2, Duration.ofMillis(10), null, Set.of(429, 503), true));
				assertThat(options.of("cart", "lastItem").retry())
					.isEqualTo(new RetrySettings(5, Duration.ofMillis(10), null, Set.of(429, 503), null));
			});
	}

	@ParameterizedTest
	@CsvSource({ "cart.production, dapr.invoke.clients[cart.production].timeout",
			"my_Cart, dapr.invoke.clients[my_Cart].timeout", "my_Cart, dapr.invoke.clients.my_Cart.timeout",
			"my-cart, dapr.invoke.clients.my-cart.timeout",
			"http://host:8080, dapr.invoke.clients[http://host:8080].timeout" })
	void whenAnIdHasOtherCharactersThenItsSettingsAreFound(String id, String key) {
		with(key, "70").run((context) -> assertThat(context.getBean(ClientOptions.class).of(id, "items").timeout())
			.as("" + context.getBean(DaprInvokeProperties.class).clients().keySet())
			.hasMillis(70));
	}

	@ParameterizedTest
	@CsvSource({ "cart, items, DAPR_INVOKE_CLIENTS_CART_TIMEOUT", "my-cart, items, DAPR_INVOKE_CLIENTS_MYCART_TIMEOUT",
			"cart, firstItem, DAPR_INVOKE_CLIENTS_CART_METHODS_FIRSTITEM_TIMEOUT" })
	void whenTheEnvironmentSaysItThenItCounts(String id, String method, String variable) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of(variable, "70"))))
			.run((context) -> assertThat(context.getBean(ClientOptions.class).of(id, method).timeout()).hasMillis(70));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					dapr.invoke.timeout=-1s | dapr.invoke.timeout: PT-1S (expected: 0, for no limit, or more)
					dapr.invoke.mode=remote | DaprInvokeProperties.Mode.remote
					dapr.invoke.timeout=soon | java.time.Duration]
					dapr.invoke.wait-for-sidecar=-5 | dapr.invoke.wait-for-sidecar: PT-0.005S (expected: 0, not to wait, or more)
							dapr.invoke.clients.cart.timeout=-1s | dapr.invoke.clients.cart.timeout: PT-1S (expected:
					dapr.invoke.clients.cart.retry.max-attempts=0 | dapr.invoke.clients.cart.retry.max-attempts: 0 (expected:
					dapr.invoke.clients[a.b].retry.delay=-1s | dapr.invoke.clients[a.b].retry.delay: PT-1S (expected:
					dapr.invoke.clients.cart.retry.max-delay=-1s | dapr.invoke.clients.cart.retry.max-delay: PT-1S (expected:
					dapr.invoke.clients.cart.methods.a.retry.statuses=200 | dapr.invoke.clients.cart.methods.a.retry.statuses: 200
					dapr.invoke.clients.cart.fallback=no.such.Class | no.such.Class
					""")
	void whenASettingIsNotValidThenTheStartFailsNamingIt(String setting, String message) {
		this.runner.withPropertyValues(setting)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(message));
	}

	@ParameterizedTest
	@CsvSource({ "auto", "sidecar", "SIDECAR" })
	void whenTheModeIsTheSidecarThenTheContextStarts(String mode) {
		this.runner.withPropertyValues("dapr.invoke.mode=" + mode)
			.run((context) -> assertThat(context).hasSingleBean(SidecarInvoker.class));
	}

	@Test
	void whenTheModeIsEmbeddedThenTheStartSaysThatItIsNotBuilt() {
		this.runner.withPropertyValues("dapr.invoke.mode=embedded")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSettingException.class)
				.hasMessage("dapr.invoke.mode: embedded (expected: auto or sidecar;"
						+ " calls without a sidecar are not built yet)"));
		this.runner.withPropertyValues("dapr.invoke.mode=embedded", "dapr.invoke.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenPropertiesArePrintedThenTheTokenIsNot() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("token", Map.of("dapr.invoke.sidecar.api-token", "secret"))))
			.run((context) -> assertThat(context.getBean(DaprInvokeProperties.class).toString())
				.doesNotContain("secret"));
	}

}
