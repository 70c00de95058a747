package dev.daprinvoke.spring.client.http;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import dev.daprinvoke.message.HeaderName;
import dev.daprinvoke.message.HopByHop;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;

/**
 * A request of one of Spring's clients as a call, but for its body.
 *
 * @param target whom to call
 * @param method what to call
 * @param verb the verb
 * @param query the raw query, possibly empty
 * @param contentType the body's type, or {@code null}; it is not among the headers
 * @param headers the headers, those left out that belong to a connection; owned by the
 * call
 */
public record CallHead(InvokeTarget target, MethodPath method, Verb verb, String query, @Nullable String contentType,
		InvokeHeaders headers) {

	/**
	 * Reads a request's head.
	 * @param uri where it goes
	 * @param method its method
	 * @param headers its headers
	 * @return the head of the call
	 * @throws dev.daprinvoke.error.SidecarException if the URI names no target or method
	 * that there can be
	 * @throws IllegalArgumentException if calls have no such verb
	 */
	public static CallHead of(DaprUri uri, HttpMethod method, HttpHeaders headers) {
		return new CallHead(uri.parseTarget(), uri.parseMethod(), verb(method), uri.query(),
				headers.getFirst(HttpHeaders.CONTENT_TYPE), read(headers));
	}

	/**
	 * Finds the verb of a method. Dapr would make a POST of one it does not know.
	 * @param method the method
	 * @return the verb
	 * @throws IllegalArgumentException if there is none
	 */
	public static Verb verb(HttpMethod method) {
		Verb verb = Verb.ofHttp(method.name());
		if (!verb.name().equals(method.name())) {
			throw new IllegalArgumentException("method: " + method.name()
					+ " (expected: GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE or PATCH)");
		}
		return verb;
	}

	private static InvokeHeaders read(HttpHeaders headers) {
		InvokeHeaders read = new InvokeHeaders(headers.size() + 4);
		Predicate<String> hopByHop = HopByHop.of(headers.getOrDefault(HttpHeaders.CONNECTION, List.of()));
		for (Map.Entry<String, List<String>> header : headers.headerSet()) {
			String name = header.getKey();
			if (!isTakenOut(name) && !hopByHop.test(name)) {
				String canonical = HeaderName.canonical(name);
				header.getValue().forEach((value) -> read.add(canonical, value));
			}
		}
		return read;
	}

	private static boolean isTakenOut(String name) {
		return switch (name.length()) {
			case 4 -> name.equalsIgnoreCase("host");
			case 6 -> name.equalsIgnoreCase("expect");
			case 12 -> name.equalsIgnoreCase("content-type");
			default -> false;
		};
	}

	/**
	 * Makes the call.
	 * @param body its body; if that is in memory no header tells its length
	 * @return the call
	 */
	public InvokeRequest with(InvokeBody body) {
		boolean streamed = body.match((whole) -> false, (streaming) -> true);
		if (!streamed) {
			this.headers.remove(InvokeRequest.CONTENT_LENGTH);
		}
		return new InvokeRequest(this.target, this.method, this.verb, this.query, this.contentType, "", this.headers,
				body);
	}

}
