package dev.daprinvoke.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The longest that a call may take, each attempt counted by itself. For answers that are
 * streamed to the caller (an {@code InputStream}, a {@code Flux}) it is the time until
 * they begin, for all others until they are complete. On a method it wins over the one on
 * its interface, and {@code dapr.invoke.clients.*} properties win over both.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DaprTimeout {

	/**
	 * A duration such as {@code 500ms}, {@code 2s} or {@code PT1M}, or a placeholder for
	 * one; a number without a unit means milliseconds, 0 that there is no limit.
	 */
	String value();

}
