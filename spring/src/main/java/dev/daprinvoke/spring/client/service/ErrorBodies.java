package dev.daprinvoke.spring.client.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.HttpMessageConverterExtractor;
import org.springframework.web.client.RestClientException;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Lets the bodies of failed calls be read as objects, by
 * {@link DaprInvocationException#getResponseBodyAs(Class)}.
 */
public final class ErrorBodies {

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	/**
	 * Creates the reader.
	 * @param converters the converters; asked for each body that is read
	 */
	public ErrorBodies(Supplier<List<HttpMessageConverter<?>>> converters) {
		this.converters = converters;
	}

	/**
	 * The reader with Spring's own converters.
	 * @return the reader
	 */
	public static ErrorBodies withDefaults() {
		return new ErrorBodies(SingletonSupplier.of(ErrorBodies::defaults));
	}

	private static List<HttpMessageConverter<?>> defaults() {
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		HttpMessageConverters.forClient().registerDefaults().build().forEach(converters::add);
		return converters;
	}

	List<HttpMessageConverter<?>> converters() {
		return this.converters.get();
	}

	// The function may return null: a wildcard that NullAway does not look into.
	@SuppressWarnings("NullAway")
	void readable(DaprInvocationException failure) {
		failure.setBodyConvertFunction((type) -> read(failure, type));
	}

	private @Nullable Object read(DaprInvocationException failure, ResolvableType type) {
		try {
			return new HttpMessageConverterExtractor<>(type.getType(), this.converters.get())
				.extractData(new Body(failure));
		}
		catch (IOException ex) {
			throw new RestClientException("The error's body is no " + type, ex);
		}
	}

	/** A failure as the response it came from. */
	private record Body(DaprInvocationException failure) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return this.failure.getStatusCode();
		}

		@Override
		public String getStatusText() {
			return this.failure.getStatusText();
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = this.failure.getResponseHeaders();
			return (headers != null) ? headers : HttpHeaders.EMPTY;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.failure.getResponseBodyAsByteArray());
		}

		@Override
		public void close() {
		}

	}

}
