package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriBuilderFactory;

import dev.daprinvoke.call.Invoker;

/**
 * How the calls of one method are made.
 *
 * @param invoker performs them
 * @param uris makes their URIs
 * @param fallback answers those that failed, or {@code null}
 */
record CallPlan(Invoker invoker, UriBuilderFactory uris, @Nullable Fallback fallback) {

	// Spring's proxies tell nobody for which interface they run, and one method may be
	// inherited by many. Between the proxy and the making of its request no thread is
	// left.
	private static final ThreadLocal<@Nullable CallPlan> CURRENT = new ThreadLocal<>();

	static @Nullable CallPlan current() {
		return CURRENT.get();
	}

	/**
	 * Makes a plan that of the calling thread.
	 * @param plan the plan, or {@code null}
	 * @return the plan before
	 */
	static @Nullable CallPlan enter(@Nullable CallPlan plan) {
		CallPlan before = CURRENT.get();
		if (plan == null) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(plan);
		}
		return before;
	}

}
