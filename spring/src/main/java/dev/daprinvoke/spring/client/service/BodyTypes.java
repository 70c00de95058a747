package dev.daprinvoke.spring.client.service;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * What the bodies of a method of a declared client are in Java.
 */
final class BodyTypes {

	private BodyTypes() {
	}

	/**
	 * Whether a method hands its answer on before it is complete.
	 * @param client the interface
	 * @param method its method
	 * @return whether what it returns is read at leisure
	 */
	static boolean isStreamed(Class<?> client, Method method) {
		Class<?> body = unwrapped(client, method).resolve(Object.class);
		return isStream(body) || InputStream.class.isAssignableFrom(body) || body == InputStreamResource.class;
	}

	/**
	 * What an answer's body, or each element of it, is converted to.
	 * @param client the interface
	 * @param method its method
	 * @return the type that the method returns, without what wraps it
	 */
	static ResolvableType ofAnswer(Class<?> client, Method method) {
		ResolvableType type = unwrapped(client, method);
		return (isStream(type.resolve(Object.class)) && type.hasGenerics()) ? type.getGeneric(0) : type;
	}

	/**
	 * What a request's body is converted from.
	 * @param client the interface
	 * @param method its method
	 * @return the type of the parameter that is the body, or {@code null} if none is
	 */
	static @Nullable ResolvableType ofRequest(Class<?> client, Method method) {
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			if (parameter.hasParameterAnnotation(RequestBody.class)) {
				return ResolvableType.forMethodParameter(method, parameter.getParameterIndex(), client);
			}
		}
		return null;
	}

	private static ResolvableType unwrapped(Class<?> client, Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method, client);
		while (isWrapper(type.resolve(Object.class)) && type.hasGenerics()) {
			type = type.getGeneric(0);
		}
		return type;
	}

	private static boolean isWrapper(Class<?> type) {
		ReactiveAdapter adapter = Reactive.adapter(type);
		return type == Optional.class || type == ResponseEntity.class || (adapter != null && !adapter.isMultiValue());
	}

	private static boolean isStream(Class<?> type) {
		ReactiveAdapter adapter = Reactive.adapter(type);
		return adapter != null && adapter.isMultiValue();
	}

}
