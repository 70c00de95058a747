package dev.daprinvoke.spring.client.service;

import org.springframework.core.Ordered;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Leads the requests of blocking declared clients to their apps. Comes after Spring
 * Boot's own configurers and before those of users.
 */
public final class RestClientGroups implements RestClientHttpServiceGroupConfigurer {

	static final int ORDER = Ordered.LOWEST_PRECEDENCE - 100;

	private final ClientGroups groups;

	private final ClientHttpRequestFactory requests;

	private final AppErrors errors;

	/**
	 * Creates the configurer.
	 * @param groups what all groups have in common
	 * @param requests makes calls of requests
	 * @param errors makes exceptions of the errors of apps
	 */
	public RestClientGroups(ClientGroups groups, ClientHttpRequestFactory requests, AppErrors errors) {
		this.groups = groups;
		this.requests = requests;
		this.errors = errors;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.filter(ClientGroups::isOne).forEachGroup(this::configure);
	}

	private void configure(HttpServiceGroup group, RestClient.Builder client, HttpServiceProxyFactory.Builder proxies) {
		client.requestFactory(this.requests).defaultStatusHandler(AppErrors::isOne, this.errors::raise);
		StreamConverter.addTo(client);
		NoConverter.addTo(client);
		this.groups.proxies(proxies, this.errors.bodies().ofClient(client));
	}

}
