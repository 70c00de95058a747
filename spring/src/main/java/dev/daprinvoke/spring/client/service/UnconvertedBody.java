package dev.daprinvoke.spring.client.service;

import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.UnknownContentTypeException;

import dev.daprinvoke.spring.client.BodyConversionException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.http.DaprUri;

/**
 * Tells by what Spring's clients end with that a body does not convert.
 */
final class UnconvertedBody {

	/** Where WebClient's exceptions are; apps without it have none of their classes. */
	private static final String REACTIVE = "org.springframework.web.reactive.function.";

	private static final int MOST_TEXT = 200;

	private UnconvertedBody() {
	}

	/**
	 * Makes the exception for a body that does not convert.
	 * @param error what Spring's client ends with
	 * @param call the call
	 * @return the exception, or {@code null} if something else has happened
	 */
	static @Nullable BodyConversionException failure(Throwable error, ClientCall call) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		URI uri = call.uri();
		if (uri == null || call.verb() == null || !DaprUri.isOne(uri)) {
			return null;
		}
		ClientCall.Answer answer = call.answer();
		if (answer == null) {
			return isUnwritable(cause) ? ofRequest(cause, call, DaprUri.of(uri)) : null;
		}
		boolean unreadable = !AppErrors.isOne(answer.status()) && isUnreadable(cause) && !isInterrupted(cause);
		return unreadable ? ofAnswer(cause, call, DaprUri.of(uri), answer) : null;
	}

	// Subclasses of the first are failures of other kinds.
	private static boolean isUnreadable(Throwable error) {
		return error.getClass() == RestClientException.class || error instanceof UnknownContentTypeException
				|| error instanceof HttpMessageConversionException || error instanceof CodecException
				|| error instanceof DataBufferLimitException || error instanceof InvalidMediaTypeException
				|| isUnsupported(error)
				|| (error.getClass().getName().startsWith(REACTIVE) && error.getCause() != null);
	}

	private static boolean isUnwritable(Throwable error) {
		return (error instanceof HttpMessageConversionException && !(error instanceof HttpMessageNotReadableException))
				|| (error instanceof CodecException && !(error instanceof DecodingException)) || isUnsupported(error)
				|| (error.getCause() != null && isUnsupported(error.getCause()));
	}

	private static boolean isUnsupported(Throwable error) {
		return error.getClass().getName().equals(REACTIVE + "UnsupportedMediaTypeException");
	}

	private static boolean isInterrupted(Throwable error) {
		return NestedExceptionUtils.getMostSpecificCause(error) instanceof InterruptedIOException;
	}

	private static BodyConversionException ofAnswer(Throwable error, ClientCall call, DaprUri uri,
			ClientCall.Answer answer) {
		FailedCall failed = new FailedCall(uri.target(), call.verb() + " " + uri.method(), answer.status(),
				answer.headers(), body(error), call.attempts());
		String contentType = answer.headers().getFirst(HttpHeaders.CONTENT_TYPE);
		ResolvableType type = BodyTypes.ofAnswer(call.client(), call.method());
		String message = failed.method() + " of " + failed.target() + " was answered " + answer.status().value()
				+ " with " + ((contentType != null) ? contentType : "no content type") + ", which " + (isUnknown(error)
						? "nothing converts to " + type : "does not convert to " + type + ": " + reason(error));
		return new BodyConversionException(failed, message, error, true, contentType, type.toString());
	}

	private static BodyConversionException ofRequest(Throwable error, ClientCall call, DaprUri uri) {
		FailedCall failed = new FailedCall(uri.target(), call.verb() + " " + uri.method(), HttpStatusCode.valueOf(500),
				new HttpHeaders(), new byte[0], call.attempts());
		String contentType = (call.contentType() != null) ? call.contentType().toString() : null;
		ResolvableType type = BodyTypes.ofRequest(call.client(), call.method());
		String message = failed.method() + " of " + failed.target() + " was not made: "
				+ ((type != null) ? "the body, " + type + "," : "a part of the body") + " does not convert"
				+ ((contentType != null) ? " to " + contentType : "") + ": " + reason(error);
		return new BodyConversionException(failed, message, error, false, contentType,
				(type != null) ? type.toString() : null);
	}

	private static boolean isUnknown(Throwable error) {
		return error instanceof UnknownContentTypeException || isUnsupported(error)
				|| (error.getCause() != null && isUnsupported(error.getCause()));
	}

	private static byte[] body(Throwable error) {
		byte[] body = (error instanceof UnknownContentTypeException unknown) ? unknown.getResponseBody() : new byte[0];
		return (body.length > FailedCall.MOST_BODY) ? Arrays.copyOf(body, FailedCall.MOST_BODY) : body;
	}

	private static String reason(Throwable error) {
		String text = String.valueOf(NestedExceptionUtils.getMostSpecificCause(error).getMessage())
			.replaceAll("\\p{Cntrl}+", " ");
		return (text.length() > MOST_TEXT) ? text.substring(0, MOST_TEXT) + "…" : text;
	}

}
