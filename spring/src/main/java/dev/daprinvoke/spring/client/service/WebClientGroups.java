package dev.daprinvoke.spring.client.service;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.codec.ClientCodecConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;

import dev.daprinvoke.spring.client.reactive.TypedFailures;

/**
 * The same as {@link RestClientGroups} for reactive declared clients.
 */
public final class WebClientGroups implements WebClientHttpServiceGroupConfigurer {

	private final ClientGroups groups;

	private final ClientHttpConnector connector;

	private final ReactiveAppErrors errors;

	/**
	 * Creates the configurer.
	 * @param groups what all groups have in common
	 * @param connector makes calls of requests
	 * @param errors makes exceptions of the errors of apps
	 */
	public WebClientGroups(ClientGroups groups, ClientHttpConnector connector, ReactiveAppErrors errors) {
		this.groups = groups;
		this.connector = connector;
		this.errors = errors;
	}

	@Override
	public int getOrder() {
		return RestClientGroups.ORDER;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.filter(ClientGroups::isOne).forEachGroup(this::configure);
	}

	private void configure(HttpServiceGroup group, WebClient.Builder client, HttpServiceProxyFactory.Builder proxies) {
		client.clientConnector(this.connector)
			.filter(new TypedFailures())
			.defaultStatusHandler(AppErrors::isOne, this.errors::of);
		AtomicReference<@Nullable ClientCodecConfigurer> codecs = new AtomicReference<>();
		client.codecs(codecs::set);
		this.groups.proxies(proxies, this.errors.bodies().ofReaders(() -> {
			ClientCodecConfigurer own = codecs.get();
			return (own != null) ? own.getReaders() : List.of();
		}));
	}

}
