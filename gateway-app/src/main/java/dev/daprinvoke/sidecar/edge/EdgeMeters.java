package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
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

	Mono<Void> count(String path, HttpServerRequest request, HttpServerResponse response, Reply reply,
			Mono<Void> handling) {
		long start = System.nanoTime();
		return handling.doFinally((signal) -> this.meters.httpServerRequest(request.method().name(), path,
				status(signal, response), System.nanoTime() - start,
				length(request.requestHeaders().get("content-length")), reply.bytes()));
	}

	// Before it is sent, a response says 200 whatever becomes of it.
	static int status(SignalType signal, HttpServerResponse response) {
		boolean answered = signal == SignalType.ON_COMPLETE || response.hasSentHeaders();
		return answered ? response.status().code() : 500;
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
