package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.DefaultResponseErrorHandler;

import dev.daprinvoke.spring.client.service.AppErrors;

/**
 * Gives a {@code RestTemplate} the exceptions of all other clients.
 */
final class DaprErrorHandler extends DefaultResponseErrorHandler {

	private final AppErrors errors;

	DaprErrorHandler(AppErrors errors) {
		this.errors = errors;
	}

	@Override
	public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
		this.errors.raise(url, method, Map.of(), response);
	}

}
