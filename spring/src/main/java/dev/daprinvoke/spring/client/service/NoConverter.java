package dev.daprinvoke.spring.client.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.http.converter.SmartHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.UnknownContentTypeException;

import dev.daprinvoke.spring.client.FailedCall;

/**
 * Refuses what no other converter of a client takes. Without it RestClient would read all
 * of an answer that it cannot convert, however large, and has no exception of its own for
 * a body that it cannot write.
 */
final class NoConverter implements SmartHttpMessageConverter<Object> {

	private final List<HttpMessageConverter<?>> all;

	private NoConverter(List<HttpMessageConverter<?>> all) {
		this.all = all;
	}

	/** Puts it behind all other converters of a client. */
	static void addTo(RestClient.Builder client) {
		client.configureMessageConverters(
				(converters) -> converters.configureMessageConvertersList((list) -> list.add(new NoConverter(list))));
	}

	// Others may have been put behind it.
	private boolean isLast() {
		return this.all.get(this.all.size() - 1) == this;
	}

	@Override
	public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
		return isLast();
	}

	@Override
	public boolean canWrite(ResolvableType type, Class<?> valueClass, @Nullable MediaType mediaType) {
		return isLast();
	}

	@Override
	public List<MediaType> getSupportedMediaTypes() {
		return List.of();
	}

	@Override
	public Object read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
			throws IOException {
		HttpHeaders headers = message.getHeaders();
		MediaType contentType = headers.getContentType();
		byte[] start = message.getBody().readNBytes(FailedCall.MOST_BODY);
		HttpStatusCode status = (message instanceof ClientHttpResponse response) ? response.getStatusCode()
				: HttpStatusCode.valueOf(200);
		throw new UnknownContentTypeException(type.getType(),
				(contentType != null) ? contentType : MediaType.APPLICATION_OCTET_STREAM, status, "", headers, start);
	}

	@Override
	public void write(Object body, ResolvableType type, @Nullable MediaType contentType, HttpOutputMessage message,
			@Nullable Map<String, Object> hints) {
		throw new HttpMessageNotWritableException(
				"no converter writes " + type + ((contentType != null) ? " as " + contentType : ""));
	}

}
