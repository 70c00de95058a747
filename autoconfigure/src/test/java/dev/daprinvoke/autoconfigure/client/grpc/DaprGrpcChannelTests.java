package dev.daprinvoke.autoconfigure.client.grpc;

import java.util.function.Consumer;

import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.client.ImportGrpcClients;

import dev.daprinvoke.autoconfigure.client.grpc.EchoStub.EchoBlockingStub;
import dev.daprinvoke.testkit.GrpcEcho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Channels and stubs as an application gets them from Boot.
 */
class DaprGrpcChannelTests {

	private final GrpcEcho sidecar = GrpcEcho.plaintext();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprGrpcClientAutoConfiguration.class, SslAutoConfiguration.class,
				GrpcClientAutoConfiguration.class, CompositeChannelFactoryAutoConfiguration.class))
		.withPropertyValues("DAPR_GRPC_PORT=" + this.sidecar.port(), "DAPR_API_TOKEN=secret");

	@AfterEach
	void close() {
		this.sidecar.close();
	}

	@Test
	void whenStubIsImportedThenItsCallsGoToSidecar() {
		this.runner.withUserConfiguration(Imported.class).run((context) -> {
			assertThat(context.getBean(EchoBlockingStub.class).echo("hello")).isEqualTo("hello");
			assertThat(this.sidecar.metadata("dapr-app-id")).containsExactly("cart");
			assertThat(this.sidecar.metadata("dapr-api-token")).containsExactly("secret");
		});
	}

	@Test
	void whenImportedTargetIsMalformedThenStubFailsWithTheReason() {
		this.runner.withUserConfiguration(Malformed.class)
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean(EchoBlockingStub.class))
				.withStackTraceContaining("target: dapr://a.b.c (expected: dapr://<app id>"));
	}

	@Test
	void whenTargetHasPlaceholderThenItIsReplaced() {
		this.runner.withPropertyValues("shop.cart=cart.production").run((context) -> {
			assertThat(echo(context, "dapr://${shop.cart}")).isEqualTo("hello");
			assertThat(this.sidecar.metadata("dapr-app-id")).containsExactly("cart.production");
		});
	}

	@Test
	void whenNamedChannelLeadsToAppThenItsSettingsCountToo() {
		this.runner
			.withPropertyValues("shop.cart=cart", "spring.grpc.client.channel.mycart.target=dapr://${shop.cart}",
					"spring.grpc.client.channel.mycart.user-agent=mine")
			.run((context) -> {
				assertThat(echo(context, "mycart")).isEqualTo("hello");
				assertThat(this.sidecar.metadata("dapr-app-id")).containsExactly("cart");
				assertThat(this.sidecar.metadata("user-agent")).singleElement().asString().startsWith("mine ");
			});
	}

	@Test
	void whenDefaultChannelLeadsToAppThenItWorksToo() {
		this.runner.withPropertyValues("spring.grpc.client.channel.default.target=dapr://cart").run((context) -> {
			assertThat(echo(context, "default")).isEqualTo("hello");
			assertThat(this.sidecar.metadata("dapr-app-id")).containsExactly("cart");
		});
	}

	@Test
	void whenOtherServersAreEncryptedThenSidecarIsStillNot() {
		this.runner.withPropertyValues("spring.grpc.client.channel.default.ssl.enabled=true")
			.run((context) -> assertThat(echo(context, "dapr://cart")).isEqualTo("hello"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.grpc.client.channel.mycart.ssl.enabled=true", "tls" })
	void whenChannelOrEndpointIsEncryptedThenPlaintextSidecarIsNotTalkedTo(String setting) {
		this.runner
			.withPropertyValues("spring.grpc.client.channel.mycart.target=dapr://cart",
					setting.equals("tls") ? "DAPR_GRPC_ENDPOINT=https://localhost:" + this.sidecar.port() : setting)
			.run((context) -> assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> echo(context, "mycart"))
				.withStackTraceContaining("Ssl"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:%d", "static://localhost:%d", "dns:///localhost:%d", "named", "${server}" })
	void whenTargetIsAnotherServerThenCallsAreUntouched(String target) {
		withOther((other) -> this.runner
			.withPropertyValues("server=localhost:" + other.port(),
					"spring.grpc.client.channel.named.target=static://${server}")
			.run((context) -> {
				assertThat(echo(context, target.formatted(other.port()))).isEqualTo("hello");
				assertThat(other.metadata("dapr-app-id")).isEmpty();
				assertThat(other.metadata("dapr-api-token")).isEmpty();
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr://", "dapr://a.b.c", "dapr://cart/path", "dapr://${missing}" })
	void whenTargetIsMalformedThenChannelIsNotCreated(String target) {
		this.runner.run((context) -> assertThatIllegalArgumentException().isThrownBy(() -> echo(context, target))
			.withMessageStartingWith("target: " + target + " (expected: dapr://<app id> or "));
	}

	private static String echo(ApplicationContext context, String target) {
		return EchoStub.newBlockingStub(context.getBean(GrpcChannelFactory.class).createChannel(target)).echo("hello");
	}

	private static void withOther(Consumer<GrpcEcho> test) {
		try (GrpcEcho other = GrpcEcho.plaintext()) {
			test.accept(other);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportGrpcClients(target = "dapr://cart", types = EchoBlockingStub.class)
	static class Imported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportGrpcClients(target = "dapr://a.b.c", types = EchoBlockingStub.class)
	static class Malformed {

	}

}
