package dev.daprinvoke.spring.client.service;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringValueResolver;

import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprRetry;
import dev.daprinvoke.spring.client.DaprTimeout;

/**
 * Reads settings from annotations.
 */
final class AnnotatedSettings {

	private final StringValueResolver placeholders;

	AnnotatedSettings(StringValueResolver placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Reads the annotations of a method and its interface.
	 * @param client the interface
	 * @param method one of its methods, possibly inherited
	 * @return what they say, the method's first
	 */
	CallSettings of(Class<?> client, Method method) {
		return of(method).orElse(of(client)).orElse(of(method.getDeclaringClass()));
	}

	private CallSettings of(AnnotatedElement element) {
		DaprTimeout timeout = AnnotatedElementUtils.findMergedAnnotation(element, DaprTimeout.class);
		DaprRetry retry = AnnotatedElementUtils.findMergedAnnotation(element, DaprRetry.class);
		DaprFallback fallback = AnnotatedElementUtils.findMergedAnnotation(element, DaprFallback.class);
		try {
			return new CallSettings((timeout != null) ? duration("value", timeout.value()) : null, retry(retry),
					(fallback != null) ? fallback.value() : null);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidClientException("An annotation of " + element + " is not valid: " + ex.getMessage(),
					"Correct the annotation.", ex);
		}
	}

	private @Nullable RetrySettings retry(@Nullable DaprRetry retry) {
		if (retry == null) {
			return null;
		}
		return new RetrySettings(retry.maxAttempts(), duration("delay", retry.delay()),
				duration("maxDelay", retry.maxDelay()),
				Arrays.stream(retry.statuses()).boxed().collect(Collectors.toSet()), retry.allVerbs());
	}

	private Duration duration(String name, String text) {
		String resolved = this.placeholders.resolveStringValue(text);
		if (resolved == null || resolved.isBlank()) {
			throw new IllegalArgumentException(name + ": \"" + text + "\" (expected: a duration such as 500ms or 2s)");
		}
		try {
			return DurationFormatterUtils.detectAndParse(resolved);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					name + ": \"" + resolved + "\" (expected: a duration such as 500ms or 2s)", ex);
		}
	}

}
