package dev.daprinvoke.spring.client.http;

import java.util.ArrayList;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MultiValueMap;

import dev.daprinvoke.message.InvokeResponse;

/**
 * The headers of an answer as Spring's clients see them.
 */
public final class AnswerHeaders {

	/** The first status of errors. */
	private static final int ERROR = 400;

	private AnswerHeaders() {
	}

	/**
	 * Reads the headers of an answer.
	 * @param response the answer; its body is left alone
	 * @return all its headers, names with several values as often as they came, and the
	 * content type; read-only; those of an error as {@link #ofError} makes them
	 */
	public static HttpHeaders of(InvokeResponse response) {
		HttpHeaders headers = new HttpHeaders();
		response.headers().forEach(headers::add);
		if (response.contentType() != null) {
			headers.set(HttpHeaders.CONTENT_TYPE, response.contentType());
		}
		return (response.httpStatus() >= ERROR) ? ofError(headers) : HttpHeaders.readOnlyHttpHeaders(headers);
	}

	/**
	 * Lets the headers of an error be asked for its content type, whatever that is:
	 * Spring's clients do so before they look at the status.
	 * @param headers the headers of an error
	 * @return the same headers, read-only; {@link HttpHeaders#getContentType()} gives
	 * {@code null} for a content type that is malformed or of an unknown charset, where
	 * others throw
	 */
	public static HttpHeaders ofError(HttpHeaders headers) {
		try {
			headers.getContentType();
			return HttpHeaders.readOnlyHttpHeaders(headers);
		}
		catch (InvalidMediaTypeException ex) {
			return new Untyped(headers);
		}
	}

	/** Headers whose content type is none. */
	private static final class Untyped extends HttpHeaders {

		private static final long serialVersionUID = 1L;

		Untyped(HttpHeaders headers) {
			super(CollectionUtils.unmodifiableMultiValueMap(copy(headers)));
		}

		private static MultiValueMap<String, String> copy(HttpHeaders headers) {
			MultiValueMap<String, String> copy = CollectionUtils
				.toMultiValueMap(new LinkedCaseInsensitiveMap<>(headers.size(), Locale.ROOT));
			headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
			return copy;
		}

		@Override
		public @Nullable MediaType getContentType() {
			return null;
		}

	}

}
