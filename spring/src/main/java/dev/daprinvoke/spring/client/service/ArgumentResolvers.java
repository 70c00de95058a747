package dev.daprinvoke.spring.client.service;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;

/**
 * Who makes arguments part of a request in a proxy of Spring's, as the proxy itself has
 * it: users may have added resolvers of their own. Spring tells nobody, so that this
 * looks into fields that are not public.
 *
 * @param methods the methods that call something
 * @param resolvers who is asked for each of their arguments, the first first
 */
record ArgumentResolvers(Set<Method> methods, List<?> resolvers) {

	/** Nothing is known. */
	private static final ArgumentResolvers UNKNOWN = new ArgumentResolvers(Set.of(), List.of());

	private static final String INTERCEPTOR = "org.springframework.web.service.invoker.HttpServiceProxyFactory$HttpServiceMethodInterceptor";

	/**
	 * Asks a proxy.
	 * @param proxy the proxy of a client, as Spring hands it to those who customize it
	 * @return its resolvers; none, and no methods, where its fields are not found, as in
	 * a native image
	 */
	static ArgumentResolvers of(Advised proxy) {
		for (Advisor advisor : proxy.getAdvisors()) {
			Object advice = advisor.getAdvice();
			if (advice.getClass().getName().equals(INTERCEPTOR)) {
				return of(advice);
			}
		}
		return UNKNOWN;
	}

	@SuppressWarnings("unchecked")
	private static ArgumentResolvers of(Object interceptor) {
		try {
			Map<Method, Object> methods = (Map<Method, Object>) read(interceptor, "httpServiceMethods");
			if (methods == null || methods.isEmpty()) {
				return UNKNOWN;
			}
			// All methods of a proxy have the same.
			List<?> resolvers = (List<?>) read(methods.values().iterator().next(), "argumentResolvers");
			return (resolvers != null) ? new ArgumentResolvers(methods.keySet(), resolvers) : UNKNOWN;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return UNKNOWN;
		}
	}

	private static @Nullable Object read(Object owner, String name) throws ReflectiveOperationException {
		Field field = owner.getClass().getDeclaredField(name);
		field.setAccessible(true);
		return field.get(owner);
	}

}
