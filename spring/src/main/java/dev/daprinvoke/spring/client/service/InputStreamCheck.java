package dev.daprinvoke.spring.client.service;

import java.io.InputStream;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Finds input streams in interfaces with reactive methods: WebClient, which makes all
 * their calls, neither reads nor writes them.
 */
final class InputStreamCheck {

	private InputStreamCheck() {
	}

	/**
	 * Checks a method of an interface with reactive methods.
	 * @param client the interface
	 * @param method a method that makes a request
	 * @param reactive whether the method itself is reactive
	 * @throws InvalidClientException if its answer or its body is an input stream
	 */
	static void check(Class<?> client, Method method, boolean reactive) {
		if (isStream(BodyTypes.ofAnswer(client, method))) {
			throw refused(client, method, reactive, "returns an InputStream, which WebClient does not read");
		}
		if (method.getParameterCount() > 0 && isStream(BodyTypes.ofRequest(client, method))) {
			throw refused(client, method, reactive, "takes an InputStream as its body, which WebClient does not write");
		}
	}

	private static boolean isStream(@Nullable ResolvableType type) {
		return type != null && InputStream.class.isAssignableFrom(type.resolve(Object.class));
	}

	private static InvalidClientException refused(Class<?> client, Method method, boolean reactive, String problem) {
		String name = client.getSimpleName();
		return new InvalidClientException(
				"The method " + name + "." + method.getName() + " " + problem + ", and " + name
						+ " has reactive methods, for which WebClient makes all its calls.",
				(reactive ? "Use" : "Move it to an interface of its own, or use") + " Flux<DataBuffer>.", null);
	}

}
