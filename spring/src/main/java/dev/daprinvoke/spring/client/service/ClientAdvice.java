package dev.daprinvoke.spring.client.service;

import java.lang.reflect.Method;
import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Stands around the methods of one declared client: tells for which of them a request is
 * made, and gives failures their type and their fallback.
 */
final class ClientAdvice implements MethodInterceptor {

	private final Class<?> client;

	private final Map<Method, CallPlan> plans;

	private final CallFailures failures;

	private final DefaultMethods defaults;

	ClientAdvice(Class<?> client, Map<Method, CallPlan> plans, CallFailures failures) {
		this.client = client;
		this.plans = plans;
		this.failures = failures;
		this.defaults = DefaultMethods.of(client);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		CallPlan plan = this.plans.get(method);
		if (plan == null) {
			return this.defaults.has(method) ? this.defaults.invoke(invocation) : invocation.proceed();
		}
		ClientCall call = new ClientCall(this.client, method, invocation.getArguments(), plan);
		ClientCall before = ClientCall.enter(call);
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (RuntimeException ex) {
			RuntimeException interrupted = Interruption.of(ex, call);
			if (interrupted != null) {
				throw interrupted;
			}
			DaprInvocationException failure = this.failures.of(ex, call);
			if (failure == null) {
				throw ex;
			}
			return call.instead(failure);
		}
		finally {
			ClientCall.enter(before);
		}
		return LaterResult.guarded(result, call, this.failures);
	}

}
