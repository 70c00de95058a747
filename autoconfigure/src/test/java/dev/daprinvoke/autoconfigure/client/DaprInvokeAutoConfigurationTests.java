package dev.daprinvoke.autoconfigure.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import dev.daprinvoke.autoconfigure.client.shop.CartClient;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.NotReachableException;
import dev.daprinvoke.spring.client.http.FailureTranslator;
import dev.daprinvoke.spring.client.service.AppErrors;
import dev.daprinvoke.spring.client.service.CallSettings;
import dev.daprinvoke.spring.client.service.ClientGroups;
import dev.daprinvoke.spring.client.service.ClientInvokers;
import dev.daprinvoke.spring.client.service.ClientOptions;
import dev.daprinvoke.spring.client.service.ErrorBodies;
import dev.daprinvoke.transport.sidecar.SidecarInvoker;
import dev.daprinvoke.transport.sidecar.SidecarProbe;
import dev.daprinvoke.transport.sidecar.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaprInvokeAutoConfiguration}.
 */
class DaprInvokeAutoConfigurationTests {

	private static final List<Class<?>> BEANS = List.of(SidecarSettings.class, SidecarProbe.class, Invoker.class,
			ClientInvokers.class, ErrorBodies.class, FailureTranslator.class, AppErrors.class, ClientOptions.class,
			ClientGroups.class, SidecarWait.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprInvokeAutoConfiguration.class));

	private final ApplicationContextRunner shop = DeclaredClientTests.CONTEXT
		.withUserConfiguration(DeclaredClientTests.Shop.class);

	@ParameterizedTest
	@ValueSource(strings = { "any.thing=else", "dapr.invoke.enabled=true" })
	void whenNotDisabledThenCallsGoThroughTheSidecar(String setting) {
		this.runner.withPropertyValues(setting).run((context) -> {
			BEANS.forEach((bean) -> assertThat(context).hasSingleBean(bean));
			assertThat(context).getBean(Invoker.class).isInstanceOf(SidecarInvoker.class);
		});
	}

	@Test
	void whenDisabledThenNothingIsThereButTheOthersAre() {
		this.shop.withPropertyValues("dapr.invoke.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CartClient.class).doesNotHaveBean(ErrorBodies.class);
			assertThat(context.getBeansOfType(RestClient.Builder.class)).containsOnlyKeys("restClientBuilder");
			assertThat(context.getBeansOfType(WebClient.Builder.class)).containsOnlyKeys("webClientBuilder");
		});
	}

	@Test
	void whenNoHttpClientOfSpringBootIsThereThenTheContextStarts() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(DaprRestClientAutoConfiguration.class, DaprWebClientAutoConfiguration.class))
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.restclient", "org.springframework.boot.webclient",
							"org.springframework.web.reactive.function.client", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Invoker.class));
	}

	@Test
	void whenTheApplicationHasAnInvokerThenItPerformsTheCalls() {
		this.shop.run((context) -> {
			assertThat(context).hasSingleBean(Invoker.class);
			context.getBean(CartClient.class).maybe();
			assertThat(context.getBean(FakeMesh.class).seen).hasSize(1);
		});
	}

	@Test
	void whenTheApplicationSaysWhereTheSidecarIsThenPropertiesDoNotCount() {
		SidecarSettings own = new SidecarSettings(URI.create("http://there:1"), null, Duration.ofSeconds(1));
		this.runner.withBean(SidecarSettings.class, () -> own)
			.withPropertyValues("DAPR_HTTP_PORT=abc")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(SidecarProbe.class)
				.extracting(SidecarProbe::endpoint)
				.hasToString("http://there:1"));
	}

	@Test
	void whenTheApplicationTranslatesFailuresThenItsExceptionsAreThrown() {
		FailureTranslator own = (failure, verb, target, method,
				attempts) -> new NotReachableException(new FailedCall(target, method, HttpStatus.SERVICE_UNAVAILABLE,
						new HttpHeaders(), new byte[0], attempts), "own text", failure);
		this.shop.withBean(FailureTranslator.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(FailureTranslator.class);
			context.getBean(FakeMesh.class).behaviour = (call) -> Mono
				.error(SidecarException.unanswered(FailureStage.BROKEN_OFF, "gone", null));
			assertThatExceptionOfType(NotReachableException.class)
				.isThrownBy(() -> context.getBean(CartClient.class).maybe())
				.withMessage("own text");
		});
	}

	@Test
	void whenTheApplicationHasOptionsThenTheyCountAndPropertiesDoNot() {
		ClientOptions own = (id, method) -> new CallSettings(Duration.ofMillis(30), null, null);
		this.shop.withBean(ClientOptions.class, () -> own)
			.withPropertyValues("dapr.invoke.clients.cart.timeout=40ms")
			.run((context) -> {
				context.getBean(FakeMesh.class).behaviour = (call) -> Mono.never();
				assertThatExceptionOfType(dev.daprinvoke.spring.client.InvocationTimeoutException.class)
					.isThrownBy(() -> context.getBean(CartClient.class).maybe())
					.withMessageContaining("within 30 ms");
			});
	}

	@Test
	void whenTheApplicationHasItsOwnPartsThenOursBackOff() {
		ErrorBodies bodies = new ErrorBodies(List::of);
		AppErrors errors = new AppErrors(bodies);
		ClientInvokers invokers = new ClientInvokers(new FakeMesh(), Duration.ZERO);
		this.runner.withBean(ErrorBodies.class, () -> bodies)
			.withBean(AppErrors.class, () -> errors)
			.withBean(ClientInvokers.class, () -> invokers)
			.run((context) -> {
				assertThat(context).getBean(ErrorBodies.class).isSameAs(bodies);
				assertThat(context).getBean(AppErrors.class).isSameAs(errors);
				assertThat(context).getBean(ClientInvokers.class).isSameAs(invokers);
			});
	}

}
