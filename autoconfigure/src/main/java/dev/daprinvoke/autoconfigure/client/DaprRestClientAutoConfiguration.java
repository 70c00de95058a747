package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.http.FailureTranslator;
import dev.daprinvoke.spring.client.http.InvokerRequestFactory;
import dev.daprinvoke.spring.client.service.AppErrors;
import dev.daprinvoke.spring.client.service.ClientGroups;
import dev.daprinvoke.spring.client.service.ClientInvokers;
import dev.daprinvoke.spring.client.service.RestClientGroups;

/**
 * Auto-configuration of blocking clients of Dapr apps: declared ones, and the
 * {@code RestClient.Builder} and {@code RestTemplate} qualified {@link Dapr @Dapr}.
 */
@AutoConfiguration(after = { DaprInvokeAutoConfiguration.class, RestClientAutoConfiguration.class,
		RestTemplateAutoConfiguration.class })
@ConditionalOnClass({ RestClient.class, RestClientAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprRestClientAutoConfiguration {

	// None of these may stand in for what a user or Spring Boot has of the same type.

	@Bean(defaultCandidate = false)
	@Dapr
	@ConditionalOnMissingBean(name = "daprRequestFactory")
	InvokerRequestFactory daprRequestFactory(ClientInvokers invokers, FailureTranslator failures) {
		return new InvokerRequestFactory(invokers.unnamed(), failures, new OtherRequests());
	}

	@Bean
	static UnusedTransports daprUnusedTransports() {
		return new UnusedTransports();
	}

	@Bean
	RestClientGroups daprRestClientGroups(ClientGroups groups, @Dapr InvokerRequestFactory requests, AppErrors errors) {
		return new RestClientGroups(groups, requests, errors);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnBean(RestClientBuilderConfigurer.class)
	@ConditionalOnMissingBean(name = "daprRestClientBuilder")
	RestClient.Builder daprRestClientBuilder(RestClientBuilderConfigurer configurer,
			@Dapr InvokerRequestFactory requests, AppErrors errors) {
		RestClient.Builder client = configurer.configure(RestClient.builder()).requestFactory(requests);
		AppErrors own = errors.with(errors.bodies().ofClient(client));
		return client.defaultStatusHandler(AppErrors::isOne, own::raise);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Lazy
	@ConditionalOnBean(RestTemplateBuilder.class)
	@ConditionalOnMissingBean(name = "daprRestTemplate")
	RestTemplate daprRestTemplate(RestTemplateBuilder builder, @Dapr InvokerRequestFactory requests, AppErrors errors) {
		return builder.requestFactory(() -> requests).errorHandler(new DaprErrorHandler(errors)).build();
	}

}
