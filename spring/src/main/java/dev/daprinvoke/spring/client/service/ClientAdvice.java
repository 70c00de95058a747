package dev.daprinvoke.spring.client.service;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Stands around the methods of one declared client: tells for which of them a request is
 * made, and gives failures their type and their fallback.
 */
final class ClientAdvice implements MethodInterceptor {

	private final Map<Method, CallPlan> plans;

	private final DefaultMethods defaults;

	ClientAdvice(Class<?> client, Map<Method, CallPlan> plans) {
		this.plans = plans;
		this.defaults = DefaultMethods.of(client);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		CallPlan plan = this.plans.get(invocation.getMethod());
		if (plan == null) {
			return this.defaults.has(invocation.getMethod()) ? this.defaults.invoke(invocation) : invocation.proceed();
		}
		CallPlan before = CallPlan.enter(plan);
		try {
			return guarded(invocation.proceed(), plan, invocation);
		}
		catch (RuntimeException ex) {
			DaprInvocationException failure = typed(ex);
			if (failure == null) {
				throw ex;
			}
			if (plan.fallback() == null) {
				throw failure;
			}
			return plan.fallback().answer(invocation.getArguments(), failure);
		}
		finally {
			CallPlan.enter(before);
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Object guarded(@Nullable Object result, CallPlan plan, MethodInvocation invocation) {
		if (result instanceof Mono<?> mono) {
			return ((Mono<Object>) mono).onErrorResume((error) -> Mono.from(instead(error, plan, invocation)));
		}
		if (result instanceof Flux<?> flux) {
			return ((Flux<Object>) flux).onErrorResume((error) -> instead(error, plan, invocation));
		}
		if (result instanceof CompletableFuture<?> future) {
			CompletableFuture<?> guarded = future
				.handle((value, error) -> (error == null) ? CompletableFuture.completedFuture(value)
						: later(error, plan, invocation))
				.thenCompose(Function.identity());
			guarded.whenComplete((value, error) -> future.cancel(true));
			return guarded;
		}
		return result;
	}

	@SuppressWarnings("unchecked")
	private static Publisher<Object> instead(Throwable error, CallPlan plan, MethodInvocation invocation) {
		DaprInvocationException failure = typed(error);
		if (failure == null || plan.fallback() == null) {
			return Mono.error((failure != null) ? failure : error);
		}
		try {
			Object answer = plan.fallback().answer(invocation.getArguments(), failure);
			return (answer instanceof Publisher<?> publisher) ? (Publisher<Object>) publisher : Mono.empty();
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static CompletionStage<Object> later(Throwable error, CallPlan plan, MethodInvocation invocation) {
		DaprInvocationException failure = typed(error);
		if (failure == null || plan.fallback() == null) {
			return CompletableFuture.failedFuture((failure != null) ? failure : error);
		}
		try {
			Object answer = plan.fallback().answer(invocation.getArguments(), failure);
			return (answer instanceof CompletionStage<?> stage) ? (CompletionStage<Object>) stage
					: CompletableFuture.completedFuture(null);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	// Spring wraps what fails while it reads a body.
	private static @Nullable DaprInvocationException typed(Throwable error) {
		Throwable each = error;
		for (int depth = 0; each != null && depth < 16; depth++) {
			if (each instanceof DaprInvocationException failure) {
				return failure;
			}
			each = isWrapper(each) ? each.getCause() : null;
		}
		return null;
	}

	// What an interceptor throws because of a call of its own is its own failure.
	private static boolean isWrapper(Throwable error) {
		String type = error.getClass().getName();
		return type.startsWith("org.springframework.") || type.startsWith("java.") || type.startsWith("tools.jackson.")
				|| type.startsWith("reactor.");
	}

}
