package dev.daprinvoke.spring.client.service;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.client.DefaultResponseErrorHandler;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.http.DaprUri;

/**
 * Makes of an app's answer of 400 or above the exception for it; answers of others than
 * apps get Spring's own. Of the body at most {@link FailedCall#MOST_BODY} bytes are read.
 */
public final class AppErrors {

	private static final int MOST_TEXT = 200;

	private final ErrorBodies bodies;

	/**
	 * Creates the translator.
	 * @param bodies reads what apps answer
	 */
	public AppErrors(ErrorBodies bodies) {
		this.bodies = bodies;
	}

	/**
	 * The same translator for the errors of one client.
	 * @param own reads what apps answer to this client
	 * @return the translator
	 */
	public AppErrors with(ErrorBodies own) {
		return new AppErrors(own);
	}

	/**
	 * Who reads what apps answer.
	 * @return the reader
	 */
	public ErrorBodies bodies() {
		return this.bodies;
	}

	/**
	 * Whether an answer is an error.
	 * @param status the answer's status
	 * @return whether its status is 400 or above, up to 999
	 */
	public static boolean isOne(HttpStatusCode status) {
		return status.value() >= 400;
	}

	/**
	 * Throws the exception for a blocking client. The response is closed by its reader.
	 * @param request what was asked
	 * @param response what was answered
	 * @throws IOException if the answer breaks off
	 */
	public void raise(HttpRequest request, ClientHttpResponse response) throws IOException {
		raise(request.getURI(), request.getMethod(), request.getAttributes(), response);
	}

	/**
	 * Throws the exception for a blocking client, but none for others than apps if they
	 * answer what is no error to Spring. The response is closed by its reader.
	 * @param uri what was asked
	 * @param verb the verb of the request
	 * @param attributes the request's attributes
	 * @param response what was answered
	 * @throws IOException if the answer breaks off
	 */
	public void raise(URI uri, HttpMethod verb, Map<String, Object> attributes, ClientHttpResponse response)
			throws IOException {
		if (!DaprUri.isOne(uri)) {
			if (response.getStatusCode().isError()) {
				new Others(this.bodies.converters()).handleError(uri, verb, response);
			}
			return;
		}
		byte[] body = response.getBody().readNBytes(FailedCall.MOST_BODY);
		throw of(verb, uri, attributes, response.getStatusCode(), response.getHeaders(), body);
	}

	AppErrorException of(HttpMethod verb, URI uri, Map<String, Object> attributes, HttpStatusCode status,
			HttpHeaders headers, byte[] body) {
		DaprUri dapr = DaprUri.of(uri);
		int attempts = (attributes.get(Attempts.class.getName()) instanceof Attempts made) ? made.count() : 1;
		FailedCall call = new FailedCall(dapr.target(), verb.name() + " " + dapr.method(), status, headers, body,
				attempts);
		String times = (attempts > 1) ? " after " + attempts + " attempts" : "";
		AppErrorException error = new AppErrorException(call, call.method() + " of " + call.target() + " was answered "
				+ status.value() + times + text(headers, body), null);
		this.bodies.readable(error);
		return error;
	}

	private static String text(HttpHeaders headers, byte[] body) {
		String type = String.valueOf(headers.getFirst(HttpHeaders.CONTENT_TYPE));
		boolean readable = type.startsWith("text/") || type.contains("json") || type.contains("xml");
		if (body.length == 0 || !readable) {
			return "";
		}
		String text = new String(body, 0, Math.min(body.length, MOST_TEXT), StandardCharsets.UTF_8);
		return ": " + text.replaceAll("\\p{Cntrl}", " ") + ((body.length > MOST_TEXT) ? "…" : "");
	}

	/** What Spring does with errors of others than apps. */
	private static final class Others extends DefaultResponseErrorHandler {

		Others(List<HttpMessageConverter<?>> converters) {
			setMessageConverters(converters);
		}

	}

}
