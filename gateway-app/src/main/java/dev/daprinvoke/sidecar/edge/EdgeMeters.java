package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.observe.InvocationMeters;

/**
 * Counts what the HTTP API answers.
 */
public final class EdgeMeters {

	private final InvocationMeters meters;

	/**
	 * Creates the counter.
	 * @param meters where to count
	 */
	public EdgeMeters(InvocationMeters meters) {
		this.meters = meters;
	}

	Mono<Void> count(String path, HttpServerRequest request, HttpServerResponse response, Mono<Void> handling) {
		long start = System.nanoTime();
		return handling.doFinally(
				(signal) -> this.meters.httpServerRequest(request.method().name(), path, response.status().code(),
						System.nanoTime() - start, length(request.requestHeaders().get("content-length")), 0));
	}

	private static long length(@Nullable String declared) {
		if (declared == null) {
			return 0;
		}
		try {
			return Long.parseLong(declared);
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
