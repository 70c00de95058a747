package dev.daprinvoke.autoconfigure.client;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.converter.autoconfigure.ClientHttpMessageConvertersCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.service.AppErrors;

/**
 * Auto-configuration of the {@code RestClient.Builder} and the {@code RestTemplate}
 * qualified {@link Dapr @Dapr} where Spring Boot has no builders of its own: in
 * applications without its RestClient module, and in reactive ones.
 */
@AutoConfiguration(after = { DaprInvokeAutoConfiguration.class, DaprBootRestClientAutoConfiguration.class })
@ConditionalOnClass({ RestClient.class, ClientHttpMessageConvertersCustomizer.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(type = "org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer")
public final class DaprPlainRestClientAutoConfiguration {

	@Bean
	PlainClients daprPlainClients(ObjectProvider<ClientHttpMessageConvertersCustomizer> converters,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<ClientRequestObservationConvention> convention) {
		return new PlainClients(converters, observations, convention);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(name = "daprRestClientBuilder")
	RestClient.Builder daprRestClientBuilder(PlainClients clients, BeanFactory beans, AppErrors errors) {
		return DaprRestClientAutoConfiguration.callingApps(clients.configure(RestClient.builder()), beans, errors);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Lazy
	@ConditionalOnMissingBean(name = "daprRestTemplate")
	RestTemplate daprRestTemplate(PlainClients clients, BeanFactory beans, AppErrors errors) {
		RestTemplate template = clients.template();
		template.setRequestFactory(DaprRestClientAutoConfiguration.requests(beans));
		template.setErrorHandler(new DaprErrorHandler(errors));
		return template;
	}

}
