package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.client.DefaultResponseErrorHandler;

import dev.daprinvoke.spring.client.service.AppErrors;

/**
 * Gives a {@code RestTemplate} the exceptions of all other clients.
 */
final class DaprErrorHandler extends DefaultResponseErrorHandler {

	private final AppErrors standard;

	private volatile AppErrors errors;

	DaprErrorHandler(AppErrors errors) {
		this.standard = errors;
		this.errors = errors;
	}

	// Called by the template with its own, and whenever they are set anew.
	@Override
	protected void setMessageConverters(List<HttpMessageConverter<?>> converters) {
		super.setMessageConverters(converters);
		this.errors = this.standard.with(this.standard.bodies().ofTemplate(() -> converters));
	}

	@Override
	protected boolean hasError(HttpStatusCode status) {
		return AppErrors.isOne(status);
	}

	@Override
	public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
		this.errors.raise(url, method, Map.of(), response);
	}

}
