package dev.daprinvoke.autoconfigure.client;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Tells native images of the fallbacks that properties name. Those named only when the
 * image runs are not known.
 */
final class FallbackHints implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beans) {
		if (!beans.containsBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME)) {
			return null;
		}
		Environment environment = beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
				Environment.class);
		Set<Class<?>> fallbacks = new LinkedHashSet<>();
		for (Named client : named(environment)) {
			add(client.fallback(), beans, fallbacks);
			client.methods().values().forEach((method) -> add(method.fallback(), beans, fallbacks));
		}
		return fallbacks.isEmpty() ? null
				: (context,
						code) -> fallbacks.forEach((fallback) -> context.getRuntimeHints()
							.reflection()
							.registerType(fallback, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
									MemberCategory.INVOKE_DECLARED_METHODS));
	}

	private static Collection<Named> named(Environment environment) {
		BindResult<Map<String, Named>> clients = Binder.get(environment)
			.bind("dapr.invoke.clients", Bindable.mapOf(String.class, Named.class));
		return clients.isBound() ? clients.get().values() : Set.of();
	}

	// A class that is not there is told when the application starts.
	private static void add(@Nullable String name, ConfigurableListableBeanFactory beans, Set<Class<?>> fallbacks) {
		if (name != null && ClassUtils.isPresent(name, beans.getBeanClassLoader())) {
			fallbacks.add(ClassUtils.resolveClassName(name, beans.getBeanClassLoader()));
		}
	}

	/** Nothing but the fallbacks: other settings need not have a value yet. */
	record Named(@Nullable String fallback, @DefaultValue Map<String, NamedForMethod> methods) {

	}

	/** The same for a method. */
	record NamedForMethod(@Nullable String fallback) {

	}

}
