package dev.daprinvoke.spring.client.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.codec.DecoderHttpMessageReader;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.client.HttpMessageConverterExtractor;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.UnknownContentTypeException;

import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.http.AnswerHeaders;

/**
 * A failure as the response it came from.
 *
 * @param failure the failure
 */
record ErrorBody(DaprInvocationException failure) implements ClientHttpResponse {

	/**
	 * Reads the body as blocking clients do.
	 * @param type what to make of it
	 * @param converters who can
	 * @return the object, or {@code null} if there is no body
	 */
	@Nullable Object convert(ResolvableType type, List<HttpMessageConverter<?>> converters) {
		try {
			return new HttpMessageConverterExtractor<>(type.getType(), converters).extractData(this);
		}
		catch (IOException ex) {
			throw new RestClientException("The error's body is no " + type, ex);
		}
	}

	/**
	 * Reads the body as reactive clients do.
	 * @param type what to make of it
	 * @param readers who can
	 * @return the object, or {@code null} if there is no body
	 */
	@Nullable Object read(ResolvableType type, List<HttpMessageReader<?>> readers) {
		byte[] bytes = this.failure.getResponseBodyAsByteArray();
		if (bytes.length == 0) {
			return null;
		}
		MediaType said = getHeaders().getContentType();
		MediaType contentType = (said != null) ? said : MediaType.APPLICATION_OCTET_STREAM;
		for (HttpMessageReader<?> reader : readers) {
			if (reader instanceof DecoderHttpMessageReader<?> decoding && reader.canRead(type, contentType)) {
				return decoding.getDecoder()
					.decode(DefaultDataBufferFactory.sharedInstance.wrap(bytes), type, contentType, Map.of());
			}
		}
		throw new UnknownContentTypeException(type.getType(), contentType, getStatusCode(), getStatusText(),
				getHeaders(), bytes);
	}

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
		return (headers != null) ? AnswerHeaders.ofError(headers) : HttpHeaders.EMPTY;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.failure.getResponseBodyAsByteArray());
	}

	@Override
	public void close() {
	}

}
