package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
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
 * Auto-configuration of reactive clients of Dapr apps: what makes their requests, and the
 * declared ones.
 */
@AutoConfiguration(after = DaprInvokeAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprWebClientAutoConfiguration {

	// None of these may stand in for what a user or Spring Boot has of the same type.

	@Bean(defaultCandidate = false)
	@Dapr
	@ConditionalOnMissingBean(value = InvokerConnector.class, name = "daprConnector")
	InvokerConnector daprConnector(ClientInvokers invokers, FailureTranslator failures,
			ObjectProvider<ClientHttpConnector> others) {
		return new InvokerConnector(invokers.unnamed(), failures,
				new OtherConnections(() -> others.getIfUnique(JdkClientHttpConnector::new)));
	}

	@Bean
	ReactiveAppErrors daprReactiveAppErrors(AppErrors errors) {
		return new ReactiveAppErrors(errors);
	}

	@Bean
	WebClientGroups daprWebClientGroups(ClientGroups groups, BeanFactory beans, ReactiveAppErrors errors) {
		return new WebClientGroups(groups, connector(beans), errors);
	}

	// Ours, or the only one that the application has: that needs no qualifier.
	static InvokerConnector connector(BeanFactory beans) {
		return beans.getBean(InvokerConnector.class);
	}

	static WebClient.Builder callingApps(WebClient.Builder client, BeanFactory beans, ReactiveAppErrors errors) {
		return client.clientConnector(connector(beans))
			.filter(new TypedFailures())
			.defaultStatusHandler(AppErrors::isOne, errors::of);
	}

}
