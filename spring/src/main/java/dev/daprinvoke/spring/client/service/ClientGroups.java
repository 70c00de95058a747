package dev.daprinvoke.spring.client.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

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

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:-]+");

	private static final Pattern ADDRESS = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

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
	 * @return whether it has one of the two names, and declared clients
	 * @throws InvalidClientException if it has other clients, too: whatever is configured
	 * would be wrong for some of them
	 */
	public static boolean isOne(HttpServiceGroup group) {
		if (!isName(group.name()) || group.httpServiceTypes().stream().noneMatch(ClientGroups::isClient)) {
			return false;
		}
		group.httpServiceTypes().stream().filter((type) -> !isClient(type)).findFirst().ifPresent((other) -> {
			throw new InvalidClientException(
					"The group " + group.name() + " of HTTP services has " + other.getName()
							+ ", which is no client of a Dapr app.",
					"Give the group of that interface another name: " + BLOCKING + " and " + REACTIVE
							+ " are those of interfaces with @DaprInvoke.",
					null);
		});
		return true;
	}

	static boolean isName(@Nullable Object group) {
		return BLOCKING.equals(group) || REACTIVE.equals(group);
	}

	private static boolean isClient(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, DaprInvoke.class);
	}

	/**
	 * Sets up the proxies of a group.
	 * @param factory makes them
	 * @param bodies reads what failed calls were answered
	 */
	void proxies(HttpServiceProxyFactory.Builder factory, ErrorBodies bodies) {
		CallFailures failures = new CallFailures(bodies);
		factory.httpRequestValuesProcessor(new PlannedRequests());
		factory.proxyFactoryCustomizer((proxy, type) -> {
			ParameterCheck.check(type, proxy);
			proxy.addAdvice(0, advice(type, failures));
		});
	}

	private ClientAdvice advice(Class<?> type, CallFailures failures) {
		String id = id(type);
		UriBuilderFactory uris = new DefaultUriBuilderFactory(
				DaprUri.SCHEME + "://" + URLEncoder.encode(id, StandardCharsets.UTF_8));
		return new ClientAdvice(type, this.plans.of(type, id, uris), failures);
	}

	// The sidecar would look for another name: what has to be escaped stays escaped.
	private static void require(String id) {
		if (!ADDRESS.matcher(id).lookingAt() && !ID.matcher(id).matches()) {
			throw new IllegalArgumentException(
					"it has other characters than letters, digits, '-', '.', '_', '~' and ':'");
		}
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
			require(id);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException(
					"The app id \"" + id + "\" of " + type.getName() + " is not valid: " + ex.getMessage() + ".",
					"Use an app id such as cart, an id with its namespace such as cart.production, or a URL.", ex);
		}
		return id;
	}

}
