package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.http.FailureTranslator;
import dev.daprinvoke.spring.client.http.InvokerRequestFactory;
import dev.daprinvoke.spring.client.service.AppErrors;
import dev.daprinvoke.spring.client.service.ClientGroups;
import dev.daprinvoke.spring.client.service.ClientInvokers;
import dev.daprinvoke.spring.client.service.RestClientGroups;

/**
 * Auto-configuration of blocking clients of Dapr apps: what makes their requests, and the
 * declared ones.
 */
@AutoConfiguration(after = DaprInvokeAutoConfiguration.class)
@ConditionalOnClass(RestClient.class)
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprRestClientAutoConfiguration {

	// None of these may stand in for what a user or Spring Boot has of the same type.

	@Bean(defaultCandidate = false)
	@Dapr
	@ConditionalOnMissingBean(value = InvokerRequestFactory.class, name = "daprRequestFactory")
	InvokerRequestFactory daprRequestFactory(ClientInvokers invokers, FailureTranslator failures,
			ObjectProvider<ClientHttpRequestFactory> others) {
		return new InvokerRequestFactory(invokers.unnamed(), failures,
				new OtherRequests(() -> others.getIfUnique(JdkClientHttpRequestFactory::new)));
	}

	@Bean
	RestClientGroups daprRestClientGroups(ClientGroups groups, BeanFactory beans, AppErrors errors) {
		return new RestClientGroups(groups, requests(beans), errors);
	}

	// Ours, or the only one that the application has: that needs no qualifier.
	static InvokerRequestFactory requests(BeanFactory beans) {
		return beans.getBean(InvokerRequestFactory.class);
	}

	static RestClient.Builder callingApps(RestClient.Builder client, BeanFactory beans, AppErrors errors) {
		client.requestFactory(requests(beans));
		AppErrors own = errors.with(errors.bodies().ofClient(client));
		return client.defaultStatusHandler(AppErrors::isOne, own::raise);
	}

}
