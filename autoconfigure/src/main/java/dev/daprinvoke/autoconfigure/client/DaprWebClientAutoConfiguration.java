package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.http.FailureTranslator;
import dev.daprinvoke.spring.client.reactive.InvokerConnector;
import dev.daprinvoke.spring.client.reactive.TypedFailures;
import dev.daprinvoke.spring.client.service.AppErrors;
import dev.daprinvoke.spring.client.service.ClientGroups;
import dev.daprinvoke.spring.client.service.ClientInvokers;
import dev.daprinvoke.spring.client.service.ReactiveAppErrors;
import dev.daprinvoke.spring.client.service.WebClientGroups;

/**
 * Auto-configuration of reactive clients of Dapr apps: declared ones, and the
 * {@code WebClient.Builder} qualified {@link Dapr @Dapr}.
 */
@AutoConfiguration(after = { DaprInvokeAutoConfiguration.class, WebClientAutoConfiguration.class })
@ConditionalOnClass({ WebClient.class, WebClientAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprWebClientAutoConfiguration {

	// None of these may stand in for what a user or Spring Boot has of the same type.

	@Bean(defaultCandidate = false)
	@Dapr
	@ConditionalOnMissingBean(value = InvokerConnector.class, name = "daprConnector")
	InvokerConnector daprConnector(ClientInvokers invokers, FailureTranslator failures,
			ObjectProvider<ClientHttpConnector> others) {
		return new InvokerConnector(invokers.unnamed(), failures, others.getIfAvailable(JdkClientHttpConnector::new));
	}

	@Bean
	ReactiveAppErrors daprReactiveAppErrors(AppErrors errors) {
		return new ReactiveAppErrors(errors);
	}

	@Bean
	WebClientGroups daprWebClientGroups(ClientGroups groups, BeanFactory beans, ReactiveAppErrors errors) {
		return new WebClientGroups(groups, connector(beans), errors);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(name = "daprWebClientBuilder")
	WebClient.Builder daprWebClientBuilder(ObjectProvider<WebClientCustomizer> customizers, BeanFactory beans,
			ReactiveAppErrors errors) {
		WebClient.Builder builder = WebClient.builder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.clientConnector(connector(beans))
			.filter(new TypedFailures())
			.defaultStatusHandler(AppErrors::isOne, errors::of);
	}

	// Ours, or the only one that the application has: that needs no qualifier.
	private static InvokerConnector connector(BeanFactory beans) {
		return beans.getBean(InvokerConnector.class);
	}

}
