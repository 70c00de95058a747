package dev.daprinvoke.spring.client.service;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.annotation.AnnotatedElementUtils;

import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * Tells native images what declared clients look up by reflection, beyond what Spring
 * tells of all HTTP services: their default methods, and their fallbacks. A fallback that
 * only a property names is not known when an image is built.
 */
final class ClientHints implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> client = bean.getBeanClass();
		if (!client.isInterface() || !AnnotatedElementUtils.hasAnnotation(client, DaprInvoke.class)) {
			return null;
		}
		return (context, code) -> {
			ReflectionHints hints = context.getRuntimeHints().reflection();
			hints.registerType(client, MemberCategory.INVOKE_DECLARED_METHODS);
			for (Class<?> fallback : fallbacks(client)) {
				hints.registerType(fallback, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.INVOKE_DECLARED_METHODS);
			}
		};
	}

	private static Set<Class<?>> fallbacks(Class<?> client) {
		Set<Class<?>> fallbacks = new LinkedHashSet<>();
		add(client, fallbacks);
		for (Method method : client.getMethods()) {
			add(method, fallbacks);
		}
		return fallbacks;
	}

	private static void add(AnnotatedElement element, Set<Class<?>> fallbacks) {
		DaprFallback fallback = AnnotatedElementUtils.findMergedAnnotation(element, DaprFallback.class);
		if (fallback != null) {
			fallbacks.add(fallback.value());
		}
	}

}
