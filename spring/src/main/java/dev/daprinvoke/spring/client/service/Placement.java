package dev.daprinvoke.spring.client.service;

import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.service.invoker.CookieValueArgumentResolver;
import org.springframework.web.service.invoker.HttpMethodArgumentResolver;
import org.springframework.web.service.invoker.PathVariableArgumentResolver;
import org.springframework.web.service.invoker.RequestAttributeArgumentResolver;
import org.springframework.web.service.invoker.RequestBodyArgumentResolver;
import org.springframework.web.service.invoker.RequestHeaderArgumentResolver;
import org.springframework.web.service.invoker.RequestParamArgumentResolver;
import org.springframework.web.service.invoker.RequestPartArgumentResolver;
import org.springframework.web.service.invoker.UriBuilderFactoryArgumentResolver;
import org.springframework.web.service.invoker.UrlArgumentResolver;
import org.springframework.web.util.UriBuilderFactory;

/**
 * Which parameters one of Spring's own resolvers takes, and what it needs of them. They
 * can be asked only with an argument, which nobody has before the first call.
 *
 * @param annotation the annotation that it takes, or {@code null}
 * @param type the type that it takes without an annotation, or {@code null}
 * @param named whether it needs a name, the annotation's or the parameter's own
 */
record Placement(@Nullable Class<? extends Annotation> annotation, @Nullable Class<?> type, boolean named) {

	/** Those of Spring Framework 7; nothing is said of others. */
	private static final Map<Class<?>, Placement> KNOWN = Map.of(RequestHeaderArgumentResolver.class,
			named(RequestHeader.class), RequestBodyArgumentResolver.class,
			new Placement(RequestBody.class, StreamingHttpOutputMessage.Body.class, false),
			PathVariableArgumentResolver.class, named(PathVariable.class), RequestParamArgumentResolver.class,
			named(RequestParam.class), RequestPartArgumentResolver.class,
			new Placement(RequestPart.class, MultipartFile.class, true), CookieValueArgumentResolver.class,
			named(CookieValue.class), RequestAttributeArgumentResolver.class, named(RequestAttribute.class),
			UrlArgumentResolver.class, new Placement(null, URI.class, false), UriBuilderFactoryArgumentResolver.class,
			new Placement(null, UriBuilderFactory.class, false), HttpMethodArgumentResolver.class,
			new Placement(null, HttpMethod.class, false));

	/**
	 * What a resolver takes.
	 * @param resolver one of Spring's, or of anybody else
	 * @return what it takes, or {@code null} if that is not known
	 */
	static @Nullable Placement of(Object resolver) {
		return KNOWN.get(resolver.getClass());
	}

	private static Placement named(Class<? extends Annotation> annotation) {
		return new Placement(annotation, null, true);
	}

	/** Whether the resolver takes a parameter. */
	boolean takes(MethodParameter parameter) {
		if (this.annotation != null && parameter.hasParameterAnnotation(this.annotation)) {
			return true;
		}
		return this.type != null && parameter.nestedIfOptional().getNestedParameterType() == this.type;
	}

	/** Whether a parameter that the resolver takes has no name where it needs one. */
	boolean lacksName(MethodParameter parameter) {
		if (!this.named || parameter.getParameterName() != null) {
			return false;
		}
		Annotation present = (this.annotation != null) ? parameter.getParameterAnnotation(this.annotation) : null;
		return present == null || String.valueOf(AnnotationUtils.getValue(present, "name")).isEmpty();
	}

}
