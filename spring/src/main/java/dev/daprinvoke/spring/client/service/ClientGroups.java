package dev.daprinvoke.spring.client.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.http.DaprUri;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.Namespace;

/**
 * What the groups of declared clients have in common, blocking or not.
 */
public final class ClientGroups {

	/** The name of the group of blocking clients. */
	public static final String BLOCKING = "dapr";

	/** The name of the group of reactive clients. */
	public static final String REACTIVE = "dapr-reactive";

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

	/**
	 * Whether a group is one of declared clients.
	 * @param group a group
	 * @return whether it has one of the two names
	 */
	public static boolean isOne(HttpServiceGroup group) {
		return (group.name().equals(BLOCKING) || group.name().equals(REACTIVE))
				&& group.httpServiceTypes().stream().allMatch(ClientGroups::isClient);
	}

	private static boolean isClient(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, DaprInvoke.class);
	}

	/** Sets up the proxies of a group. */
	void proxies(HttpServiceProxyFactory.Builder factory) {
		factory.httpRequestValuesProcessor(new PlannedRequests());
		factory.proxyFactoryCustomizer((proxy, type) -> {
			ParameterCheck.check(type, proxy);
			proxy.addAdvice(0, advice(type));
		});
	}

	private ClientAdvice advice(Class<?> type) {
		String id = id(type);
		UriBuilderFactory uris = new DefaultUriBuilderFactory(
				DaprUri.SCHEME + "://" + URLEncoder.encode(id, StandardCharsets.UTF_8));
		return new ClientAdvice(type, this.plans.of(type, id, uris));
	}

	private String id(Class<?> type) {
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
