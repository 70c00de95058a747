package dev.daprinvoke.spring.client.grpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.grpc.client.ChannelCredentialsProvider;
import org.springframework.grpc.client.ClientInterceptorsConfigurer;
import org.springframework.grpc.client.NettyGrpcChannelFactory;
import org.springframework.grpc.client.VirtualTargets;

import dev.daprinvoke.testkit.GrpcEcho;
import dev.daprinvoke.testkit.RawMethods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DaprChannelTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	private @Nullable NettyGrpcChannelFactory factory;

	@AfterEach
	void close() {
		if (this.factory != null) {
			this.factory.destroy();
		}
		this.context.close();
	}

	@Test
	void whenTargetIsAppThenUnaryCallArrivesAtSidecarWithItsId() {
		try (GrpcEcho sidecar = GrpcEcho.plaintext()) {
			ManagedChannel channel = channels(plain(sidecar), null).createChannel("dapr://cart");
			assertThat(Stubs.unary(channel, "hello")).isEqualTo("hello");
			assertThat(sidecar.metadata("dapr-app-id")).containsExactly("cart");
			assertThat(sidecar.metadata("dapr-api-token")).isEmpty();
			assertThat(sidecar.authority()).isEqualTo("localhost:" + sidecar.port());
		}
	}

	@Test
	void whenTargetHasNamespaceThenIdCarriesIt() {
		try (GrpcEcho sidecar = GrpcEcho.plaintext()) {
			ManagedChannel channel = channels(plain(sidecar), null).createChannel("dapr://My_Cart.production");
			assertThat(Stubs.serverStreaming(channel, "hello")).containsExactly("hello");
			assertThat(sidecar.metadata("dapr-app-id")).containsExactly("My_Cart.production");
		}
	}

	@Test
	void whenCallStreamsBothWaysThenMessagesPassWhileItIsOpen() throws Exception {
		try (GrpcEcho sidecar = GrpcEcho.plaintext()) {
			ManagedChannel channel = channels(plain(sidecar), null).createChannel("dapr://cart");
			var call = ClientCalls.blockingBidiStreamingCall(channel,
					RawMethods.method("shop.Cart/Talk", MethodType.BIDI_STREAMING), Stubs.options());
			for (String message : List.of("one", "two")) {
				call.write(message.getBytes());
				assertThat(call.read(20, TimeUnit.SECONDS)).asString().isEqualTo(message);
			}
			call.halfClose();
			assertThat(call.read(20, TimeUnit.SECONDS)).isNull();
			assertThat(sidecar.metadata("dapr-app-id")).containsExactly("cart");
		}
	}

	@Test
	void whenSidecarAsksForTokenThenCallsShowIt() {
		try (GrpcEcho sidecar = GrpcEcho.plaintext()) {
			Stubs.unary(channels(plain(sidecar), "secret").createChannel("dapr://cart"), "hello");
			assertThat(sidecar.metadata("dapr-api-token")).containsExactly("secret");
		}
	}

	@Test
	void whenCallCarriesMetadataOfAnotherThenOnlyTheChannelSaysWhereItGoes() {
		try (GrpcEcho sidecar = GrpcEcho.plaintext()) {
			Metadata copied = new Metadata();
			Map.of("dapr-app-id", "me", "dapr-callee-app-id", "me", "dapr-api-token", "mine", "dapr-caller-app-id",
					"caller", "x-own", "kept")
				.forEach((name, value) -> copied.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
			ManagedChannel channel = channels(plain(sidecar), "secret").createChannel("dapr://cart");
			Stubs.unary(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(copied)),
					"hello");
			assertThat(sidecar.metadata("dapr-app-id")).containsExactly("cart");
			assertThat(sidecar.metadata("dapr-callee-app-id")).isEmpty();
			assertThat(sidecar.metadata("dapr-api-token")).containsExactly("secret");
			assertThat(sidecar.metadata("x-own")).containsExactly("kept");
		}
	}

	@Test
	void whenTargetIsAnotherServerThenNothingIsAdded() {
		try (GrpcEcho sidecar = GrpcEcho.plaintext(); GrpcEcho other = GrpcEcho.plaintext()) {
			ManagedChannel channel = channels(plain(sidecar), "secret").createChannel("localhost:" + other.port());
			assertThat(Stubs.unary(channel, "hello")).isEqualTo("hello");
			assertThat(other.metadata("dapr-app-id")).isEmpty();
			assertThat(other.metadata("dapr-api-token")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr://", "dapr://a.b.c", "dapr://cart/path", "dapr:cart" })
	void whenTargetIsMalformedThenChannelIsNotCreated(String target) {
		NettyGrpcChannelFactory channels = channels(GrpcEndpoint.local("port", "50001"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> channels.createChannel(target))
			.withMessageStartingWith("target: " + target + " (expected: dapr://<app id>");
	}

	@Test
	void whenEndpointIsAnIpv6AddressThenGrpcUnderstandsIt() {
		ManagedChannel channel = channels(GrpcEndpoint.parse("endpoint", "http://[::1]:50001"), null)
			.createChannel("dapr://cart");
		assertThat(channel.authority()).isEqualTo("[::1]:50001");
	}

	@Test
	void whenEndpointIsEncryptedThenCallsAreToo() {
		try (GrpcEcho sidecar = GrpcEcho.tls()) {
			ChannelCredentials trusting = TlsChannelCredentials.newBuilder()
				.trustManager(InsecureTrustManagerFactory.INSTANCE.getTrustManagers())
				.build();
			NettyGrpcChannelFactory channels = channels(encrypted(sidecar), null);
			channels.setCredentialsProvider(credentials(encrypted(sidecar), trusting));
			assertThat(Stubs.unary(channels.createChannel("dapr://cart"), "hello")).isEqualTo("hello");
			assertThat(sidecar.metadata("dapr-app-id")).containsExactly("cart");
		}
	}

	@Test
	void whenEndpointIsEncryptedAndNothingConfiguredThenUnknownAuthorityIsRefused() {
		try (GrpcEcho sidecar = GrpcEcho.tls()) {
			NettyGrpcChannelFactory channels = channels(encrypted(sidecar), null);
			channels.setCredentialsProvider(credentials(encrypted(sidecar), InsecureChannelCredentials.create()));
			ManagedChannel channel = channels.createChannel("dapr://cart");
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> Stubs.unary(channel, "hello"))
				.withStackTraceContaining("SSLHandshakeException");
		}
	}

	private static GrpcEndpoint plain(GrpcEcho sidecar) {
		return GrpcEndpoint.local("port", Integer.toString(sidecar.port()));
	}

	private static GrpcEndpoint encrypted(GrpcEcho sidecar) {
		return GrpcEndpoint.parse("endpoint", "https://localhost:" + sidecar.port());
	}

	private static ChannelCredentialsProvider credentials(GrpcEndpoint endpoint, ChannelCredentials configured) {
		return new DaprChannelCredentials(endpoint, VirtualTargets.DEFAULT, (name) -> false, (name) -> configured);
	}

	private NettyGrpcChannelFactory channels(GrpcEndpoint endpoint, @Nullable String token) {
		if (!this.context.isActive()) {
			this.context.refresh();
		}
		ClientInterceptorsConfigurer interceptors = new ClientInterceptorsConfigurer(this.context);
		interceptors.afterPropertiesSet();
		DaprChannelCustomizer<NettyChannelBuilder> customizer = new DaprChannelCustomizer<>(
				new GrpcSidecar(endpoint, token), VirtualTargets.DEFAULT);
		NettyGrpcChannelFactory channels = new NettyGrpcChannelFactory(List.of(customizer), interceptors);
		this.factory = channels;
		return channels;
	}

}
