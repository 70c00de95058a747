package dev.daprinvoke.autoconfigure.client;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer.Groups;

/**
 * Keeps Spring Boot from making an HTTP client for the groups of declared clients, whose
 * calls go another way: it would load the certificates of all authorities at start.
 */
final class UnusedTransports implements BeanPostProcessor {

	private static final String BOOTS = "restClientPropertiesHttpServiceGroupConfigurer";

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (name.equals(BOOTS) && bean instanceof RestClientHttpServiceGroupConfigurer configurer)
				? new Restricted(configurer) : bean;
	}

	private record Restricted(
			RestClientHttpServiceGroupConfigurer configurer) implements RestClientHttpServiceGroupConfigurer {

		@Override
		public int getOrder() {
			return this.configurer.getOrder();
		}

		@Override
		public void configureGroups(Groups<RestClient.Builder> groups) {
			this.configurer.configureGroups(new OtherGroups<>(groups));
		}

	}

}
