package dev.daprinvoke.spring.client.service;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.util.UriBuilderFactory;

import dev.daprinvoke.call.Invoker;

/**
 * Plans the calls of declared clients: what properties say about them, then what
 * annotations say.
 */
public final class ClientPlans {

	private final ClientInvokers invokers;

	private final ClientOptions options;

	private final AnnotatedSettings annotated;

	private final ListableBeanFactory beans;

	private final AutowireCapableBeanFactory maker;

	/**
	 * Creates the planner.
	 * @param invokers gives each method its invoker
	 * @param options what operators say
	 * @param placeholders resolves placeholders in annotations
	 * @param beans where fallbacks are
	 * @param maker makes fallbacks that are no beans
	 */
	public ClientPlans(ClientInvokers invokers, ClientOptions options, StringValueResolver placeholders,
			ListableBeanFactory beans, AutowireCapableBeanFactory maker) {
		this.invokers = invokers;
		this.options = options;
		this.annotated = new AnnotatedSettings(placeholders);
		this.beans = beans;
		this.maker = maker;
	}

	/**
	 * Plans the calls of a client.
	 * @param client the interface
	 * @param id its app id
	 * @param uris makes the URIs of its calls
	 * @return a plan for each method that calls something
	 */
	Map<Method, CallPlan> of(Class<?> client, String id, UriBuilderFactory uris) {
		Map<CallSettings, Map<Boolean, Invoker>> same = new HashMap<>();
		Map<Class<?>, Supplier<Object>> fallbacks = new HashMap<>();
		Map<Method, CallPlan> plans = new HashMap<>();
		for (Method method : client.getMethods()) {
			if (AnnotatedElementUtils.hasAnnotation(method, HttpExchange.class)) {
				CallSettings settings = settings(client, id, method);
				boolean whole = !BodyTypes.isStreamed(client, method);
				Invoker invoker = same.computeIfAbsent(settings, (key) -> new HashMap<>())
					.computeIfAbsent(whole, (key) -> this.invokers.with(settings, key));
				plans.put(method,
						new CallPlan(invoker, uris, fallback(settings.fallback(), client, method, fallbacks)));
			}
		}
		return plans;
	}

	private CallSettings settings(Class<?> client, String id, Method method) {
		CallSettings annotated = this.annotated.of(client, method);
		try {
			CallSettings settings = this.options.of(id, method.getName()).orElse(annotated);
			RetrySettings retry = settings.retry();
			if (retry != null) {
				RetryPlan.of(retry);
			}
			return settings;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException(
					"The settings of " + client.getSimpleName() + "." + method.getName() + " do not go together: "
							+ ex.getMessage(),
					"Correct dapr.invoke.clients.* for " + id + ", or the annotation @DaprRetry.", ex);
		}
	}

	private @Nullable Fallback fallback(@Nullable Class<?> type, Class<?> client, Method method,
			Map<Class<?>, Supplier<Object>> known) {
		return (type == null) ? null : Fallback.of(type, client, method,
				known.computeIfAbsent(type, (key) -> SingletonSupplier.of(() -> bean(key))));
	}

	private Object bean(Class<?> type) {
		Object bean = this.beans.getBeanProvider(type).getIfUnique();
		return (bean != null) ? bean : this.maker.createBean(type);
	}

}
