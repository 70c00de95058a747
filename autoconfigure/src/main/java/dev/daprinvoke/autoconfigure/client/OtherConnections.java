package dev.daprinvoke.autoconfigure.client;

import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the requests of reactive clients that are for no app, as {@link OtherRequests}
 * does for blocking ones: few applications have any.
 */
final class OtherConnections implements ClientHttpConnector {

	private final Supplier<ClientHttpConnector> connector;

	/**
	 * Creates the connector.
	 * @param connector makes whoever makes the requests, at the first of them
	 */
	OtherConnections(Supplier<ClientHttpConnector> connector) {
		this.connector = SingletonSupplier.of(connector);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return this.connector.get().connect(method, uri, requestCallback);
	}

}
