package dev.daprinvoke.spring.client.service;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Tells types of reactive libraries from others.
 */
final class Reactive {

	private Reactive() {
	}

	/**
	 * Finds out how a type becomes a publisher.
	 * @param type a type that a method returns
	 * @return its adapter, or {@code null} if it is of no reactive library
	 */
	static @Nullable ReactiveAdapter adapter(Class<?> type) {
		return isPlain(type) ? null : ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

	// The registry loads the reactive libraries, which apps without them need not wait
	// for.
	private static boolean isPlain(Class<?> type) {
		return type.isPrimitive() || type.isArray() || type.isRecord() || type.isEnum() || type == String.class
				|| type == Void.class || type == Optional.class || type == ResponseEntity.class
				|| type == HttpHeaders.class || Number.class.isAssignableFrom(type)
				|| Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
	}

}
