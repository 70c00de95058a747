package dev.daprinvoke.autoconfigure.client;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says what is missing where somebody wants a builder of clients and forgot to say which.
 * Spring Boot's own analysis would make the builders that are there, and fail.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingBuilderFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	/** Who brings the builders of other clients, by the type that is missing. */
	private static final Map<String, String> OTHERS = Map.of("org.springframework.web.client.RestClient$Builder",
			"spring-boot-starter-restclient", "org.springframework.web.client.RestTemplate",
			"spring-boot-starter-restclient", "org.springframework.web.reactive.function.client.WebClient$Builder",
			"spring-boot-starter-webclient");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		String other = (type != null) ? OTHERS.get(type.getName()) : null;
		if (type == null || other == null) {
			return null;
		}
		String name = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
		return new FailureAnalysis("A bean of the type " + name + " is asked for, and there is none without qualifier.",
				"To call apps, qualify the parameter: @Dapr " + name + ". To call others, add org.springframework.boot:"
						+ other + (name.endsWith("Builder") ? "." : " and make a bean with its RestTemplateBuilder."),
				cause);
	}

}
