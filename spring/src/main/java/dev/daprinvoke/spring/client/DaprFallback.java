package dev.daprinvoke.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who answers calls that failed for good, after all retries. The class is a bean, or is
 * made one; it implements the interface of the client, or has a method of the same name
 * and parameters, which may take the {@link DaprInvocationException} as one parameter
 * more. Methods that block are answered on the calling thread, all others on one of
 * Reactor's elastic threads, so that a fallback may block. On a method it wins over the
 * one on its interface, and {@code dapr.invoke.clients.*} properties win over both.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DaprFallback {

	/**
	 * The class that answers.
	 */
	Class<?> value();

}
