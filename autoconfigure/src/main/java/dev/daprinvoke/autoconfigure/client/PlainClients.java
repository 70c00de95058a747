package dev.daprinvoke.autoconfigure.client;

import io.micrometer.observation.ObservationRegistry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.http.converter.autoconfigure.ClientHttpMessageConvertersCustomizer;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

import dev.daprinvoke.spring.client.service.ClientGroups;

/**
 * Gives blocking clients the application's message converters and its observations, as
 * Spring Boot's RestClient module does where it is on the class path.
 */
final class PlainClients implements RestClientHttpServiceGroupConfigurer {

	private static final boolean JACKSON = ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper",
			PlainClients.class.getClassLoader());

	private final BeanFactory beans;

	PlainClients(BeanFactory beans) {
		this.beans = beans;
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
		this.beans.getBeanProvider(ObservationRegistry.class).ifAvailable(client::observationRegistry);
		this.beans.getBeanProvider(ClientRequestObservationConvention.class).ifAvailable(client::observationConvention);
		return client;
	}

	RestTemplate template() {
		HttpMessageConverters.ClientBuilder all = HttpMessageConverters.forClient();
		addConverters(all);
		RestTemplate template = new RestTemplate(all.build());
		this.beans.getBeanProvider(ObservationRegistry.class).ifAvailable(template::setObservationRegistry);
		this.beans.getBeanProvider(ClientRequestObservationConvention.class)
			.ifAvailable(template::setObservationConvention);
		return template;
	}

	// Boot customizes no converters in reactive applications, which have their JSON, too.
	private void addConverters(HttpMessageConverters.ClientBuilder all) {
		all.registerDefaults();
		if (JACKSON) {
			Json.addTo(all, this.beans);
		}
		this.beans.getBeanProvider(ClientHttpMessageConvertersCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(all));
	}

	/** Apart, because applications need not have Jackson. */
	private static final class Json {

		static void addTo(HttpMessageConverters.ClientBuilder all, BeanFactory beans) {
			beans.getBeanProvider(JsonMapper.class)
				.ifUnique((json) -> all.withJsonConverter(new JacksonJsonHttpMessageConverter(json)));
		}

	}

}
