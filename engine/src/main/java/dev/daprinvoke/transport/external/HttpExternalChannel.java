package dev.daprinvoke.transport.external;

import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.target.UrlTarget;
import dev.daprinvoke.transport.app.HttpCallee;
import dev.daprinvoke.transport.app.HttpConnections;
import dev.daprinvoke.transport.app.HttpDialect;
import dev.daprinvoke.transport.app.HttpLimits;

/**
 * Calls servers in the way the own app is called, as real Dapr does with the one HTTP
 * client it has (contract section 1.8): whoever stands beside an app that speaks TLS does
 * not look at certificates, and beside one that speaks h2c, a server must speak it too.
 * Neither a token of the app nor who calls is told to anybody outside.
 */
public final class HttpExternalChannel implements ExternalChannel {

	private final HttpConnections connections;

	private final HttpDialect dialect;

	private final HttpLimits limits;

	private final Mono<HttpClient> secure;

	/**
	 * Creates a channel without connections.
	 * @param dialect what the own app speaks
	 * @param limits what is asked of the connections to each server
	 * @param loops where connections live
	 */
	public HttpExternalChannel(HttpDialect dialect, HttpLimits limits, LoopResources loops) {
		this.dialect = dialect;
		this.limits = limits;
		HttpDialect unencrypted = (dialect == HttpDialect.H2C) ? HttpDialect.H2C : HttpDialect.HTTP;
		this.connections = HttpConnections.toMany("external", unencrypted, limits, loops);
		// Made at the first use, and not on an event loop: it reads files.
		this.secure = Mono.fromSupplier(this::secureClient).subscribeOn(Schedulers.boundedElastic()).cache();
	}

	private HttpClient secureClient() {
		HttpClient client = this.connections.client();
		return (this.dialect == HttpDialect.HTTPS) ? HttpConnections.trusting(client) : client.secure();
	}

	@Override
	public Mono<InvokeResponse> invoke(UrlTarget target, InvokeRequest request) {
		return Mono.defer(() -> {
			ExternalUrl url;
			try {
				url = understood(target);
			}
			catch (AppCallException ex) {
				request.body().discard();
				return Mono.error(ex);
			}
			if (url.authorization() != null && !request.headers().contains("Authorization")) {
				request.headers().add("Authorization", url.authorization());
			}
			return url.origin().secure() ? callSecurely(url, request) : call(this.connections.client(), url, request);
		});
	}

	private Mono<InvokeResponse> call(HttpClient client, ExternalUrl url, InvokeRequest request) {
		return new HttpCallee(client, this.limits, url.origin(), url.path()).call(request.method(), request);
	}

	// Who calls consumes the body; the caller may go away before there is a client.
	private Mono<InvokeResponse> callSecurely(ExternalUrl url, InvokeRequest request) {
		AtomicBoolean taken = new AtomicBoolean();
		return this.secure.flatMap((client) -> taken.compareAndSet(false, true) ? call(client, url, request)
				: Mono.<InvokeResponse>empty())
			.doFinally((signal) -> {
				if (taken.compareAndSet(false, true)) {
					request.body().discard();
				}
			});
	}

	private ExternalUrl understood(UrlTarget target) {
		ExternalUrl url = ExternalUrl.parse(target.text());
		if (url.origin().secure() && this.dialect == HttpDialect.H2C) {
			throw new AppCallException(
					target.text() + " cannot be called while the own app speaks h2c (expected: an http URL)", null);
		}
		return url;
	}

	/**
	 * Closes all connections.
	 * @return completes when they are closed
	 */
	public Mono<Void> close() {
		return this.connections.close();
	}

}
