package dev.daprinvoke.transport.app;

import java.net.InetSocketAddress;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.MethodPath;

/**
 * A server that is called over HTTP: the own app, or one that a URL names.
 */
public final class HttpCallee {

	private final HttpClient client;

	private final HttpOrigin origin;

	private final String basePath;

	private final String baseUrl;

	private final AppFailure failures;

	private final BodyMemory memory;

	/**
	 * Describes a server.
	 * @param client calls it
	 * @param limits what is asked of the connections to it
	 * @param origin where it is
	 * @param basePath what comes before the method: empty, or a path that begins with a
	 * slash
	 */
	public HttpCallee(HttpClient client, HttpLimits limits, HttpOrigin origin, String basePath) {
		InetSocketAddress address = origin.address();
		this.client = client.remoteAddress(() -> address);
		this.origin = origin;
		this.basePath = basePath;
		this.baseUrl = origin.url();
		this.failures = new AppFailure(origin, limits.maxHeaderSize());
		this.memory = limits.memory();
	}

	/**
	 * Calls the server.
	 * @param method the method
	 * @param request the call; its body is consumed
	 * @return the answer, or an {@link AppCallException}
	 */
	public Mono<InvokeResponse> call(MethodPath method, InvokeRequest request) {
		return Mono.defer(() -> {
			Verb verb;
			String uri;
			try {
				verb = requireVerb(request);
				uri = AppUri.of(this.baseUrl, this.basePath, method, request.query());
			}
			catch (AppCallException ex) {
				request.body().discard();
				return Mono.error(ex);
			}
			return new HttpAppCall(request, verb, this.origin.authority(), this.baseUrl + uri, this.failures,
					this.memory)
				.send(this.client, uri);
		});
	}

	private static Verb requireVerb(InvokeRequest request) {
		Verb verb = request.verb();
		if (verb == null) {
			throw new AppCallException(StatusCode.INVALID_ARGUMENT.rpcError("missing HTTP extension field"), null);
		}
		if (verb == Verb.NONE || verb == Verb.CONNECT) {
			throw new AppCallException(StatusCode.INVALID_ARGUMENT.rpcError("invalid HTTP verb"), null);
		}
		return verb;
	}

}
