package dev.daprinvoke.autoconfigure.client;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.converter.autoconfigure.ClientHttpMessageConvertersCustomizer;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

import dev.daprinvoke.spring.client.service.ClientGroups;

/**
 * Gives blocking clients the application's message converters and its observations, as
 * Spring Boot's RestClient module does where it is on the class path.
 */
final class PlainClients implements RestClientHttpServiceGroupConfigurer {

	private final ObjectProvider<ClientHttpMessageConvertersCustomizer> converters;

	private final ObjectProvider<ObservationRegistry> observations;

	private final ObjectProvider<ClientRequestObservationConvention> convention;

	PlainClients(ObjectProvider<ClientHttpMessageConvertersCustomizer> converters,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<ClientRequestObservationConvention> convention) {
		this.converters = converters;
		this.observations = observations;
		this.convention = convention;
	}

	// As Boot's own: before what belongs to the groups of declared clients alone.
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.filter(ClientGroups::isOne).forEachClient((group, client) -> configure(client));
	}

	RestClient.Builder configure(RestClient.Builder client) {
		client.configureMessageConverters(this::addConverters);
		this.observations.ifAvailable(client::observationRegistry);
		this.convention.ifAvailable(client::observationConvention);
		return client;
	}

	RestTemplate template() {
		HttpMessageConverters.ClientBuilder all = HttpMessageConverters.forClient().registerDefaults();
		addConverters(all);
		RestTemplate template = new RestTemplate(all.build());
		this.observations.ifAvailable(template::setObservationRegistry);
		this.convention.ifAvailable(template::setObservationConvention);
		return template;
	}

	private void addConverters(HttpMessageConverters.ClientBuilder all) {
		this.converters.orderedStream().forEach((customizer) -> customizer.customize(all));
	}

}
