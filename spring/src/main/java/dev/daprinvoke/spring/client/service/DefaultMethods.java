package dev.daprinvoke.spring.client.service;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * The default methods of a client's interface. Spring's proxies run those of public
 * interfaces only.
 */
final class DefaultMethods {

	private final Map<Method, MethodHandle> handles;

	private DefaultMethods(Map<Method, MethodHandle> handles) {
		this.handles = handles;
	}

	/**
	 * Finds the default methods of an interface and those it extends.
	 * @param client the interface
	 * @return the methods
	 */
	static DefaultMethods of(Class<?> client) {
		Map<Method, MethodHandle> handles = new HashMap<>();
		for (Method method : client.getMethods()) {
			if (method.isDefault() && !method.isBridge()) {
				handles.put(method, handle(method));
			}
		}
		return new DefaultMethods(handles);
	}

	private static MethodHandle handle(Method method) {
		Class<?> type = method.getDeclaringClass();
		try {
			return MethodHandles.privateLookupIn(type, MethodHandles.lookup()).unreflectSpecial(method, type);
		}
		catch (IllegalAccessException ex) {
			throw new InvalidClientException(
					"The default method " + type.getSimpleName() + "." + method.getName() + " cannot be called.",
					"Open its package to this module, or move the method out of the interface.", ex);
		}
	}

	boolean has(Method method) {
		return this.handles.containsKey(method);
	}

	/**
	 * Runs a default method.
	 * @param invocation its invocation on a proxy
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	@Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object proxy = ((ProxyMethodInvocation) invocation).getProxy();
		MethodHandle handle = this.handles.get(invocation.getMethod());
		if (handle == null) {
			throw new IllegalStateException(invocation.getMethod() + " is no default method");
		}
		return handle.bindTo(proxy).invokeWithArguments(invocation.getArguments());
	}

}
