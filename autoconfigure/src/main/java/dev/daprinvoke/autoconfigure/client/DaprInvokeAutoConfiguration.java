package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.spring.client.http.FailureTranslator;
import dev.daprinvoke.spring.client.service.AppErrors;
import dev.daprinvoke.spring.client.service.ClientGroups;
import dev.daprinvoke.spring.client.service.ClientInvokers;
import dev.daprinvoke.spring.client.service.ClientOptions;
import dev.daprinvoke.spring.client.service.ClientPlans;
import dev.daprinvoke.spring.client.service.ErrorBodies;
import dev.daprinvoke.spring.client.service.PrimaryClients;
import dev.daprinvoke.spring.client.service.TypedFailure;
import dev.daprinvoke.transport.sidecar.SidecarInvoker;
import dev.daprinvoke.transport.sidecar.SidecarProbe;
import dev.daprinvoke.transport.sidecar.SidecarSettings;

/**
 * Auto-configuration of what all clients of Dapr apps share: who performs their calls,
 * and how failures become exceptions.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DaprInvokeProperties.class)
public final class DaprInvokeAutoConfiguration {

	DaprInvokeAutoConfiguration(DaprInvokeProperties properties) {
		if (properties.mode() == DaprInvokeProperties.Mode.EMBEDDED) {
			throw new InvalidSettingException("dapr.invoke.mode: embedded (expected: auto or sidecar;"
					+ " calls without a sidecar are not built yet)", null);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	SidecarSettings daprSidecarSettings(DaprInvokeProperties properties, Environment environment) {
		return SidecarAddress.of(properties.sidecar(), environment);
	}

	@Bean
	@ConditionalOnMissingBean(Invoker.class)
	SidecarInvoker daprInvoker(SidecarSettings settings) {
		return new SidecarInvoker(settings);
	}

	// Of a sidecar that nobody calls, nobody asks how it is: the conditions of the probe
	// and of those that use it see what is above them.
	@Bean
	@ConditionalOnBean(SidecarInvoker.class)
	@ConditionalOnMissingBean
	SidecarProbe daprSidecarProbe(SidecarSettings settings) {
		return new SidecarProbe(settings);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientInvokers daprClientInvokers(Invoker invoker, DaprInvokeProperties properties) {
		return new ClientInvokers(invoker, properties.timeout());
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorBodies daprErrorBodies() {
		return ErrorBodies.withDefaults();
	}

	@Bean
	@ConditionalOnMissingBean(FailureTranslator.class)
	TypedFailure daprFailureTranslator(ErrorBodies bodies) {
		return new TypedFailure(bodies);
	}

	@Bean
	@ConditionalOnMissingBean
	AppErrors daprAppErrors(ErrorBodies bodies) {
		return new AppErrors(bodies);
	}

	@Bean
	@ConditionalOnMissingBean(ClientOptions.class)
	PropertiesClientOptions daprClientOptions(DaprInvokeProperties properties) {
		return new PropertiesClientOptions(properties);
	}

	@Bean
	ClientGroups daprClientGroups(ClientInvokers invokers, ClientOptions options,
			ConfigurableListableBeanFactory beans) {
		EmbeddedValueResolver placeholders = new EmbeddedValueResolver(beans);
		return new ClientGroups(new ClientPlans(invokers, options, placeholders, beans, beans), placeholders);
	}

	@Bean
	static PrimaryClients daprPrimaryClients() {
		return new PrimaryClients();
	}

	@Bean
	@ConditionalOnBean(SidecarProbe.class)
	SidecarWait daprSidecarWait(SidecarProbe probe, DaprInvokeProperties properties) {
		return new SidecarWait(probe, properties.waitForSidecar());
	}

}
