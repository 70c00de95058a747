package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
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
import dev.daprinvoke.spring.client.http.InvokerRequestFactory;
import dev.daprinvoke.spring.client.service.AppErrors;

/**
 * Auto-configuration of the {@code RestClient.Builder} and the {@code RestTemplate}
 * qualified {@link Dapr @Dapr} in applications with Spring Boot's RestClient module: made
 * by its builders, so that all customizers count.
 */
@AutoConfiguration(after = { DaprInvokeAutoConfiguration.class, RestClientAutoConfiguration.class,
		RestTemplateAutoConfiguration.class })
@ConditionalOnClass(RestClientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprBootRestClientAutoConfiguration {

	@Bean
	static UnusedTransports daprUnusedTransports() {
		return new UnusedTransports();
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnBean(RestClientBuilderConfigurer.class)
	@ConditionalOnMissingBean(name = "daprRestClientBuilder")
	RestClient.Builder daprRestClientBuilder(RestClientBuilderConfigurer configurer, BeanFactory beans,
			AppErrors errors) {
		return DaprRestClientAutoConfiguration.callingApps(configurer.configure(RestClient.builder()), beans, errors);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Lazy
	@ConditionalOnBean(RestTemplateBuilder.class)
	@ConditionalOnMissingBean(name = "daprRestTemplate")
	RestTemplate daprRestTemplate(RestTemplateBuilder builder, BeanFactory beans, AppErrors errors) {
		InvokerRequestFactory requests = DaprRestClientAutoConfiguration.requests(beans);
		return builder.requestFactory(() -> requests).errorHandler(new DaprErrorHandler(errors)).build();
	}

}
