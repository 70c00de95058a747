package dev.daprinvoke.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Repeats calls that failed, apart from what the sidecar repeats by itself: calls that
 * reached nobody whatever they are, and calls of {@code GET}, {@code HEAD},
 * {@code OPTIONS}, {@code PUT} and {@code DELETE} also after a timeout, a connection that
 * broke before the answer began, a failure of the called app's sidecar, or an answer of
 * one of the {@link #statuses()}. Bodies over 1 MiB, and those that are streamed, are
 * sent once. On a method it stands in place of the one on its interface, and each of the
 * {@code dapr.invoke.clients.*} properties wins over what it is for in both.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DaprRetry {

	/**
	 * How often a call is made at most, the first time included; at least 1.
	 */
	int maxAttempts() default 3;

	/**
	 * The pause before the first repetition, such as {@code 100ms}, doubled for each that
	 * follows and varied by up to half.
	 */
	String delay() default "100ms";

	/**
	 * The longest pause.
	 */
	String maxDelay() default "2s";

	/**
	 * The statuses of apps after which a call is repeated.
	 */
	int[] statuses() default { 502, 503, 504 };

	/**
	 * Whether to repeat calls of {@code POST} and {@code PATCH} like those of other
	 * verbs: only for apps that recognise what they have done before.
	 */
	boolean allVerbs() default false;

}
