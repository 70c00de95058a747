package dev.daprinvoke.spring.client.service;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Tells each request of a declared client who performs it.
 */
final class PlannedRequests implements HttpRequestValues.Processor {

	/** The attributes by which RestClient and WebClient name a request in metrics. */
	private static final List<String> TEMPLATES = List.of("org.springframework.web.client.RestClient.uriTemplate",
			"org.springframework.web.reactive.function.client.WebClient.uriTemplate");

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder builder) {
		ClientCall call = ClientCall.current();
		if (call != null) {
			call.describe(builder);
			String template = builder.getUriTemplate();
			if (template != null) {
				// Clients that get a finished URI do not know its template.
				TEMPLATES.forEach((name) -> builder.addAttribute(name, template));
			}
		}
		for (int i = 0; i < parameters.length; i++) {
			if (arguments[i] instanceof InputStream stream && parameters[i].hasParameterAnnotation(RequestBody.class)) {
				// Spring writes resources, not bare streams.
				builder.setBodyValue(new InputStreamResource(stream));
			}
		}
	}

}
