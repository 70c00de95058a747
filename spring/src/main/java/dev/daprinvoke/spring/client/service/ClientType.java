package dev.daprinvoke.spring.client.service;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.registry.HttpServiceGroup;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * An interface annotated with {@link DaprInvoke}.
 *
 * @param type the interface
 * @param id the app id, placeholders and all
 */
record ClientType(Class<?> type, String id) {

	private static final String WEB_CLIENT = "org.springframework.web.reactive.function.client.WebClient";

	static ClientType of(Class<?> type) {
		DaprInvoke annotation = AnnotatedElementUtils.findMergedAnnotation(type, DaprInvoke.class);
		if (annotation == null) {
			throw new InvalidClientException(type.getName() + " is no client: it lacks @DaprInvoke.",
					"Annotate it with @DaprInvoke(\"<app id>\").", null);
		}
		if (!type.isInterface()) {
			throw new InvalidClientException("@DaprInvoke stands on " + type.getName() + ", which is no interface.",
					"Declare the client as an interface.", null);
		}
		if (annotation.value().isBlank()) {
			throw new InvalidClientException("@DaprInvoke on " + type.getName() + " names no app.",
					"Say whom to call: @DaprInvoke(\"<app id>\").", null);
		}
		return new ClientType(type, annotation.value());
	}

	/**
	 * The group to which Spring's registry counts the client. All clients of a kind are
	 * in one: each group has an HTTP client of its own, which costs milliseconds and a
	 * thread.
	 */
	String group() {
		return isReactive() ? ClientGroups.REACTIVE : ClientGroups.BLOCKING;
	}

	HttpServiceGroup.ClientType transport() {
		return isReactive() ? HttpServiceGroup.ClientType.WEB_CLIENT : HttpServiceGroup.ClientType.REST_CLIENT;
	}

	private boolean isReactive() {
		for (Method method : this.type.getMethods()) {
			if (isReactive(method)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isReactive(Method method) {
		return KotlinDetector.isSuspendingFunction(method) || Reactive.adapter(method.getReturnType()) != null;
	}

	/**
	 * Checks that a client can be made.
	 * @param classes the application's class loader
	 * @throws InvalidClientException if it cannot
	 */
	void check(@Nullable ClassLoader classes) {
		boolean any = false;
		boolean reactive = isReactive();
		for (Method method : this.type.getMethods()) {
			if (method.isBridge()) {
				continue;
			}
			boolean exchange = AnnotatedElementUtils.hasAnnotation(method, HttpExchange.class);
			any |= exchange;
			if (!exchange && Modifier.isAbstract(method.getModifiers())) {
				throw new InvalidClientException("The method " + text(method) + " says nothing about its request.",
						"Annotate it with @GetExchange, @PostExchange or the like, or make it a default method.", null);
			}
			if (exchange && isReactive(method) && !ClassUtils.isPresent(WEB_CLIENT, classes)) {
				throw new InvalidClientException(
						"The method " + text(method) + " returns " + method.getReturnType().getSimpleName()
								+ ", which needs WebClient, and that is not on the class path.",
						"Add org.springframework.boot:spring-boot-starter-webclient, or return the value itself.",
						null);
			}
			if (exchange && reactive) {
				InputStreamCheck.check(this.type, method, isReactive(method));
			}
		}
		if (!any) {
			throw new InvalidClientException(
					"The client " + this.type.getName() + " has no method that calls anything.",
					"Add methods annotated with @GetExchange, @PostExchange or the like.", null);
		}
	}

	private String text(Method method) {
		return this.type.getSimpleName() + "." + method.getName();
	}

}
