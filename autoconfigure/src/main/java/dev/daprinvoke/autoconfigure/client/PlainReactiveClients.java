package dev.daprinvoke.autoconfigure.client;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

import dev.daprinvoke.spring.client.service.ClientGroups;

/**
 * Gives reactive clients the application's codecs and its observations, as Spring Boot's
 * WebClient module does where it is on the class path.
 */
final class PlainReactiveClients implements WebClientHttpServiceGroupConfigurer {

	private final BeanFactory beans;

	PlainReactiveClients(BeanFactory beans) {
		this.beans = beans;
	}

	// As Boot's own: before what belongs to the groups of declared clients alone.
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.filter(ClientGroups::isOne).forEachClient((group, client) -> configure(client));
	}

	WebClient.Builder configure(WebClient.Builder client) {
		client.codecs((codecs) -> this.beans.getBeanProvider(CodecCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(codecs)));
		this.beans.getBeanProvider(ObservationRegistry.class).ifAvailable(client::observationRegistry);
		this.beans.getBeanProvider(ClientRequestObservationConvention.class).ifAvailable(client::observationConvention);
		return client;
	}

}
