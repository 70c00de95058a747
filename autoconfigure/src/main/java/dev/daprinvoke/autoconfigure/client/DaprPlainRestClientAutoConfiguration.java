package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.converter.autoconfigure.ClientHttpMessageConvertersCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.service.AppErrors;

/**
 * Auto-configuration of the {@code RestClient.Builder} and the {@code RestTemplate}
 * qualified {@link Dapr @Dapr} where Spring Boot has no builder for them: for either in
 * applications without its RestClient module, for the template in all reactive ones.
 */
@AutoConfiguration(after = { DaprInvokeAutoConfiguration.class, DaprBootRestClientAutoConfiguration.class })
@ConditionalOnClass({ RestClient.class, ClientHttpMessageConvertersCustomizer.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprPlainRestClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(type = "org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer")
	PlainClients daprPlainClients(BeanFactory beans) {
		return new PlainClients(beans);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(name = "daprRestClientBuilder")
	RestClient.Builder daprRestClientBuilder(BeanFactory beans, AppErrors errors) {
		return DaprRestClientAutoConfiguration.callingApps(new PlainClients(beans).configure(RestClient.builder()),
				beans, errors);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Lazy
	@ConditionalOnMissingBean(name = "daprRestTemplate")
	RestTemplate daprRestTemplate(BeanFactory beans, AppErrors errors) {
		RestTemplate template = new PlainClients(beans).template();
		template.setRequestFactory(DaprRestClientAutoConfiguration.requests(beans));
		template.setErrorHandler(new DaprErrorHandler(errors));
		return template;
	}

}
