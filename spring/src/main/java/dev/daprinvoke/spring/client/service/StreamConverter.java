package dev.daprinvoke.spring.client.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.client.RestClient;

/**
 * Hands an answer of any content type on as a stream, for methods that return an
 * {@code InputStream}. Without it, RestClient asks Jackson for one if the answer is JSON.
 * Their callers close the stream.
 */
final class StreamConverter implements HttpMessageConverter<InputStream> {

	private static final StreamConverter INSTANCE = new StreamConverter();

	private StreamConverter() {
	}

	/** Puts it before all other converters of a client. */
	static void addTo(RestClient.Builder client) {
		client.configureMessageConverters(StreamConverter::addTo);
	}

	private static void addTo(HttpMessageConverters.ClientBuilder converters) {
		// A client whose converters are configured has Spring's own only if it says so.
		if (!converters.build().iterator().hasNext()) {
			converters.registerDefaults();
		}
		converters.configureMessageConvertersList((list) -> list.add(0, INSTANCE));
	}

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return type == InputStream.class;
	}

	@Override
	public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	public List<MediaType> getSupportedMediaTypes() {
		return List.of(MediaType.ALL);
	}

	@Override
	public InputStream read(Class<? extends InputStream> type, HttpInputMessage message) throws IOException {
		return message.getBody();
	}

	@Override
	public void write(InputStream stream, @Nullable MediaType contentType, HttpOutputMessage message) {
		throw new UnsupportedOperationException("streams are only read");
	}

}
