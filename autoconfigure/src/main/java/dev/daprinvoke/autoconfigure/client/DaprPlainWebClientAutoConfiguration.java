package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.web.reactive.function.client.WebClient;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.service.ReactiveAppErrors;

/**
 * Auto-configuration of the {@code WebClient.Builder} qualified {@link Dapr @Dapr} in
 * applications without Spring Boot's WebClient module, such as those that only serve with
 * WebFlux.
 */
@AutoConfiguration(after = DaprWebClientAutoConfiguration.class)
@ConditionalOnClass({ WebClient.class, CodecCustomizer.class })
@ConditionalOnMissingClass("org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration")
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprPlainWebClientAutoConfiguration {

	@Bean
	PlainReactiveClients daprPlainReactiveClients(BeanFactory beans) {
		return new PlainReactiveClients(beans);
	}

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(name = "daprWebClientBuilder")
	WebClient.Builder daprWebClientBuilder(PlainReactiveClients clients, BeanFactory beans, ReactiveAppErrors errors) {
		return DaprWebClientAutoConfiguration.callingApps(clients.configure(WebClient.builder()), beans, errors);
	}

}
