package dev.daprinvoke.spring.client.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.http.DaprUri;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.Namespace;

/**
 * What the groups of declared clients have in common, blocking or not.
 */
public final class ClientGroups {

	private final ClientPlans plans;

	private final StringValueResolver placeholders;

	/**
	 * Creates the groups.
	 * @param plans plans the calls
	 * @param placeholders resolves placeholders in app ids
	 */
	public ClientGroups(ClientPlans plans, StringValueResolver placeholders) {
		this.plans = plans;
		this.placeholders = placeholders;
	}

	/** Whether a group is one of declared clients. */
	static boolean isOne(HttpServiceGroup group) {
		return group.httpServiceTypes().stream().allMatch(ClientGroups::isClient);
	}

	private static boolean isClient(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, DaprInvoke.class);
	}

	/** The base URL of a group's requests. */
	String baseUrl(HttpServiceGroup group) {
		return DaprUri.SCHEME + "://" + URLEncoder.encode(id(group), StandardCharsets.UTF_8);
	}

	/** Sets up the proxies of a group. */
	void proxies(HttpServiceGroup group, HttpServiceProxyFactory.Builder factory) {
		String id = id(group);
		factory.httpRequestValuesProcessor(new PlannedRequests());
		factory.proxyFactoryCustomizer(
				(proxy, type) -> proxy.addAdvice(0, new ClientAdvice(type, this.plans.of(type, id))));
	}

	private String id(HttpServiceGroup group) {
		Set<Class<?>> types = group.httpServiceTypes();
		Class<?> type = types.iterator().next();
		String written = ClientType.of(type).id();
		String id;
		try {
			id = String.valueOf(this.placeholders.resolveStringValue(written));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException(
					"The app id \"" + written + "\" of " + type.getName() + " cannot be resolved: " + ex.getMessage(),
					"Set the property, or give it a default: ${name:cart}.", ex);
		}
		try {
			InvokeTarget.parse(id, Namespace.DEFAULT);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException(
					"The app id \"" + id + "\" of " + type.getName() + " is not valid: " + ex.getMessage() + ".",
					"Use an app id such as cart, an id with its namespace such as cart.production, or a URL.", ex);
		}
		return id;
	}

}
