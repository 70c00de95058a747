package dev.daprinvoke.autoconfigure.client.grpc;

import io.grpc.ManagedChannelBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.client.autoconfigure.GrpcChannelFactoryCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.grpc.client.ChannelCredentialsProvider;
import org.springframework.grpc.client.DefaultGrpcChannelFactory;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;

import dev.daprinvoke.autoconfigure.client.DaprInvokeProperties;
import dev.daprinvoke.spring.client.grpc.DaprChannelCredentials;
import dev.daprinvoke.spring.client.grpc.DaprChannelCustomizer;
import dev.daprinvoke.spring.client.grpc.GrpcSidecar;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for gRPC channels and stubs with
 * targets such as {@code dapr://cart}, which call the app {@code cart} through the
 * sidecar.
 */
@AutoConfiguration(before = GrpcClientAutoConfiguration.class)
@ConditionalOnClass({ ManagedChannelBuilder.class, GrpcChannelBuilderCustomizer.class, GrpcClientProperties.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "dapr.invoke.grpc.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "spring.grpc.client.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ DaprInvokeProperties.class, GrpcClientProperties.class })
public final class DaprGrpcClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GrpcSidecar daprGrpcSidecar(DaprInvokeProperties properties, Environment environment) {
		return new GrpcSidecarAddress(properties.sidecar(), environment).sidecar();
	}

	@Bean
	@ConditionalOnMissingBean
	<T extends ManagedChannelBuilder<T>> DaprChannelCustomizer<T> daprGrpcChannelCustomizer(GrpcSidecar sidecar,
			GrpcClientProperties properties, Environment environment) {
		return new DaprChannelCustomizer<>(sidecar, new ChannelTargets(properties, environment));
	}

	// Comes before Boot's own provider: a provider that is there already is the
	// application's, which then decides for all channels.
	@Bean
	@Order(0)
	@ConditionalOnMissingBean(ChannelCredentialsProvider.class)
	GrpcChannelFactoryCustomizer daprGrpcCredentialsCustomizer(GrpcSidecar sidecar, GrpcClientProperties properties,
			Environment environment, ObjectProvider<ChannelCredentialsProvider> others) {
		ChannelTargets targets = new ChannelTargets(properties, environment);
		return (factory) -> {
			if (factory instanceof DefaultGrpcChannelFactory<?> channels) {
				channels.setCredentialsProvider(new DaprChannelCredentials(sidecar.endpoint(), targets,
						targets::isEncrypted, others.getObject()));
			}
		};
	}

}
