package dev.daprinvoke.autoconfigure.client;

import java.util.function.Predicate;

import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.HttpServiceGroupConfigurer;

import dev.daprinvoke.spring.client.service.ClientGroups;

/**
 * All groups of HTTP services but those of declared clients.
 *
 * @param <B> the type of their builders
 */
final class OtherGroups<B> implements HttpServiceGroupConfigurer.Groups<B> {

	private final HttpServiceGroupConfigurer.Groups<B> all;

	OtherGroups(HttpServiceGroupConfigurer.Groups<B> all) {
		this.all = all;
	}

	private HttpServiceGroupConfigurer.Groups<B> others() {
		return this.all.filter((group) -> !ClientGroups.isOne(group));
	}

	@Override
	public HttpServiceGroupConfigurer.Groups<B> filterByName(String... groupNames) {
		this.all.filterByName(groupNames);
		return this;
	}

	@Override
	public HttpServiceGroupConfigurer.Groups<B> filter(Predicate<HttpServiceGroup> predicate) {
		this.all.filter(predicate);
		return this;
	}

	@Override
	public void forEachClient(HttpServiceGroupConfigurer.ClientCallback<B> callback) {
		others().forEachClient(callback);
	}

	@Override
	public void forEachClient(HttpServiceGroupConfigurer.InitializingClientCallback<B> callback) {
		others().forEachClient(callback);
	}

	@Override
	public void forEachProxyFactory(HttpServiceGroupConfigurer.ProxyFactoryCallback callback) {
		others().forEachProxyFactory(callback);
	}

	@Override
	public void forEachGroup(HttpServiceGroupConfigurer.GroupCallback<B> callback) {
		others().forEachGroup(callback);
	}

}
