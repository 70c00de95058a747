package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDataBufferDecoder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.util.MimeType;

/**
 * A content type that only converters of an app's own read; they read JSON likewise.
 */
final class Words {

	static final MediaType TYPE = MediaType.parseMediaType("application/x-word");

	private Words() {
	}

	record Word(String text) {

	}

	/** Reads words for blocking clients. */
	static class Converter extends AbstractHttpMessageConverter<Word> {

		Converter() {
			super(TYPE, MediaType.APPLICATION_JSON);
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == Word.class;
		}

		@Override
		protected Word readInternal(Class<? extends Word> type, HttpInputMessage message) throws IOException {
			return new Word("own " + new String(message.getBody().readAllBytes(), StandardCharsets.UTF_8));
		}

		@Override
		protected void writeInternal(Word word, HttpOutputMessage message) {
			throw new UnsupportedOperationException("only read");
		}

	}

	/** Reads words for reactive clients. */
	static final class Decoder extends AbstractDataBufferDecoder<Word> {

		Decoder() {
			super(TYPE, MediaType.APPLICATION_JSON);
		}

		@Override
		public boolean canDecode(ResolvableType type, @Nullable MimeType mimeType) {
			return type.resolve() == Word.class && super.canDecode(type, mimeType);
		}

		@Override
		public Flux<Word> decode(Publisher<DataBuffer> input, ResolvableType type, @Nullable MimeType mimeType,
				@Nullable Map<String, Object> hints) {
			throw new UnsupportedOperationException("whole words only");
		}

		@Override
		public Word decode(DataBuffer buffer, ResolvableType type, @Nullable MimeType mimeType,
				@Nullable Map<String, Object> hints) {
			Word word = new Word("own " + buffer.toString(StandardCharsets.UTF_8));
			DataBufferUtils.release(buffer);
			return word;
		}

	}

}
