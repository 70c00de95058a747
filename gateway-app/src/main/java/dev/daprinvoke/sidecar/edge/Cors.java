package dev.daprinvoke.sidecar.edge;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.invoke.HttpDate;
import dev.daprinvoke.message.HeaderName;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;

/**
 * Tells browsers which pages may call the API, and answers their preflights itself
 * (contract section 5.6). What a page may not do is simply not granted: its browser
 * refuses it.
 */
final class Cors implements EdgeStep {

	private static final Set<String> METHODS = Set.of("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private static final String REQUEST_METHOD = "Access-Control-Request-Method";

	private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";

	private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

	private final AllowedOrigins origins;

	private final EdgeStep next;

	Cors(AllowedOrigins origins, EdgeStep next) {
		this.origins = origins;
		this.next = next;
	}

	@Override
	public Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply) {
		HttpHeaders headers = request.requestHeaders();
		String method = request.method().name();
		String requested = headers.get(REQUEST_METHOD);
		if (method.equals("OPTIONS") && requested != null && !requested.isEmpty()) {
			return reply.write(preflight(requested, headers), request, response);
		}
		HttpHeaders answer = response.responseHeaders();
		answer.add("Vary", "Origin");
		String granted = granted(headers, method);
		if (granted != null) {
			answer.set(ALLOW_ORIGIN, granted);
		}
		return this.next.handle(target, request, response, reply);
	}

	private ApiAnswer preflight(String requested, HttpHeaders headers) {
		InvokeHeaders answer = new InvokeHeaders(8).add("Vary", "Origin")
			.add("Vary", REQUEST_METHOD)
			.add("Vary", REQUEST_HEADERS);
		String granted = granted(headers, requested);
		if (granted != null) {
			answer.add(ALLOW_ORIGIN, granted);
			answer.add("Access-Control-Allow-Methods", requested.toUpperCase(Locale.ROOT));
			String names = names(headers.get(REQUEST_HEADERS));
			if (!names.isEmpty()) {
				answer.add("Access-Control-Allow-Headers", names);
			}
		}
		HttpDate.addIfMissing(answer);
		return new ApiAnswer(200, answer, InvokeBody.EMPTY, false);
	}

	private @Nullable String granted(HttpHeaders headers, String method) {
		String origin = headers.get("Origin");
		boolean asks = origin != null && !origin.isEmpty() && METHODS.contains(method.toUpperCase(Locale.ROOT));
		return asks ? this.origins.answerTo(origin) : null;
	}

	private static String names(@Nullable String requested) {
		return (requested == null) ? ""
				: Stream.of(requested.split("[ ,]+"))
					.filter((name) -> !name.isEmpty())
					.map((name) -> HeaderName.canonical(name))
					.collect(Collectors.joining(", "));
	}

}
