package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
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
	@ConditionalOnMissingBean(value = InvokerRequestFactory.class, name = "daprRequestFactory")
	InvokerRequestFactory daprRequestFactory(ClientInvokers invokers, FailureTranslator failures,
			ObjectProvider<ClientHttpRequestFactory> others) {
		return new InvokerRequestFactory(invokers.unnamed(), failures,
				new OtherRequests(() -> others.getIfUnique(JdkClientHttpRequestFactory::new)));
	}

	@Bean
	static UnusedTransports daprUnusedTransports() {
		return new UnusedTransports();
	}

	@Bean
	RestClientGroups daprRestClientGroups(ClientGroups groups, BeanFactory beans, AppErrors errors) {
		return new RestClientGroups(groups, requests(beans), errors);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnBean(RestClientBuilderConfigurer.class)
	@ConditionalOnMissingBean(name = "daprRestClientBuilder")
	RestClient.Builder daprRestClientBuilder(RestClientBuilderConfigurer configurer, BeanFactory beans,
			AppErrors errors) {
		RestClient.Builder client = configurer.configure(RestClient.builder()).requestFactory(requests(beans));
		AppErrors own = errors.with(errors.bodies().ofClient(client));
		return client.defaultStatusHandler(AppErrors::isOne, own::raise);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Lazy
	@ConditionalOnBean(RestTemplateBuilder.class)
	@ConditionalOnMissingBean(name = "daprRestTemplate")
	RestTemplate daprRestTemplate(RestTemplateBuilder builder, BeanFactory beans, AppErrors errors) {
		InvokerRequestFactory requests = requests(beans);
		return builder.requestFactory(() -> requests).errorHandler(new DaprErrorHandler(errors)).build();
	}

	// Ours, or the only one that the application has: that needs no qualifier.
	private static InvokerRequestFactory requests(BeanFactory beans) {
		return beans.getBean(InvokerRequestFactory.class);
	}

}
