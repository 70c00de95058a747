package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the requests of a client for Dapr apps that go elsewhere. Most never do, so that
 * nothing is made before.
 */
final class OtherRequests implements ClientHttpRequestFactory {

	private final Supplier<ClientHttpRequestFactory> factory;

	/**
	 * Creates the factory.
	 * @param factory makes whoever makes the requests, at the first of them
	 */
	OtherRequests(Supplier<ClientHttpRequestFactory> factory) {
		this.factory = SingletonSupplier.of(factory);
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
		return this.factory.get().createRequest(uri, method);
	}

}
