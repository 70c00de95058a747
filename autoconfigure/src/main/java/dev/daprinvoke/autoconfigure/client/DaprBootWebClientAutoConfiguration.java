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
import org.springframework.web.reactive.function.client.WebClient;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.service.ReactiveAppErrors;

/**
 * Auto-configuration of the {@code WebClient.Builder} qualified {@link Dapr @Dapr} in
 * applications with Spring Boot's WebClient module: all customizers count.
 */
@AutoConfiguration(after = { DaprWebClientAutoConfiguration.class, WebClientAutoConfiguration.class })
@ConditionalOnClass({ WebClient.class, WebClientAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
public final class DaprBootWebClientAutoConfiguration {

	@Bean(defaultCandidate = false)
	@Dapr
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(name = "daprWebClientBuilder")
	WebClient.Builder daprWebClientBuilder(ObjectProvider<WebClientCustomizer> customizers, BeanFactory beans,
			ReactiveAppErrors errors) {
		WebClient.Builder client = WebClient.builder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(client));
		return DaprWebClientAutoConfiguration.callingApps(client, beans, errors);
	}

}
