package dev.daprinvoke.transport.app;

import java.net.InetSocketAddress;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.MethodPath;

/**
 * A server that is called over HTTP: the own app, or one that a URL names.
 */
public final class HttpCallee {

	private final String baseUrl;

	private final String basePath;

	private final AppFailure failures;

	private final Way way;

	/**
	 * Describes a server.
	 * @param client calls it
	 * @param limits what is asked of the connections to it
	 * @param origin where it is
	 * @param basePath what comes before the method: empty, or a path that begins with a
	 * slash
	 */
	public HttpCallee(HttpClient client, HttpLimits limits, HttpOrigin origin, String basePath) {
		this.baseUrl = origin.url();
		this.basePath = basePath;
		this.failures = new AppFailure(origin, limits.maxHeaderSize());
		InetSocketAddress address = origin.address();
		HttpClient toServer = client.remoteAddress(() -> address);
		this.way = (request, verb, uri) -> new HttpAppCall(request, verb, origin.authority(), this.baseUrl + uri,
				this.failures, limits.memory())
			.send(toServer, uri);
	}

	/**
	 * Describes a server that speaks HTTP/1.1.
	 * @param pool connections to it
	 * @param limits what is asked of them
	 * @param origin where it is
	 */
	HttpCallee(Http1Pool pool, HttpLimits limits, HttpOrigin origin) {
		this.baseUrl = origin.url();
		this.basePath = "";
		this.failures = new AppFailure(origin, limits.maxHeaderSize());
		this.way = (request, verb, uri) -> Http1Exchange.of(pool,
				new Http1Request(request, verb, origin.authority(), this.baseUrl, uri), this.failures);
	}

	/** How a request gets to the server. */
	private interface Way {

		Mono<InvokeResponse> send(InvokeRequest request, Verb verb, String uri);

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
			return this.way.send(request, verb, uri);
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
