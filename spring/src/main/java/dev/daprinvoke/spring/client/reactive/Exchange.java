package dev.daprinvoke.spring.client.reactive;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.http.AnswerListener;
import dev.daprinvoke.spring.client.http.DaprUri;
import dev.daprinvoke.spring.client.http.FailureTranslator;

/**
 * One call and its response. If the caller goes away, a response that nobody reads is
 * given back, whether it came before or comes after.
 */
final class Exchange {

	private final DaprUri uri;

	private final HttpMethod verb;

	private final FailureTranslator failures;

	private Attempts attempts = new Attempts();

	private @Nullable AnswerListener listener;

	private @Nullable ResponseBody body;

	private boolean cancelled;

	Exchange(DaprUri uri, HttpMethod verb, FailureTranslator failures) {
		this.uri = uri;
		this.verb = verb;
		this.failures = failures;
	}

	/**
	 * Counts the attempts, and tells of the answer, where the request says.
	 * @param attributes the request's attributes
	 */
	void begin(Map<String, Object> attributes) {
		if (attributes.get(Attempts.class.getName()) instanceof Attempts counted) {
			this.attempts = counted;
		}
		if (attributes.get(AnswerListener.class.getName()) instanceof AnswerListener named) {
			this.listener = named;
		}
	}

	/**
	 * Makes of a call's answer the response.
	 * @param call the call
	 * @return the response, or the translated failure
	 */
	Mono<ClientHttpResponse> respond(Mono<InvokeResponse> call) {
		return call.<ClientHttpResponse>map(this::response)
			.onErrorMap(InvokeException.class, this::translate)
			.doOnCancel(this::cancel)
			.contextWrite((context) -> context.put(Attempts.class, this.attempts));
	}

	private ClientHttpResponse response(InvokeResponse answer) {
		ResponseBody bytes = new ResponseBody(answer.body());
		boolean late;
		synchronized (this) {
			this.body = bytes;
			late = this.cancelled;
		}
		if (late) {
			bytes.discardUnread();
		}
		ClientHttpResponse response = new InvokerClientHttpResponse(answer,
				bytes.buffers().onErrorMap(InvokeException.class, this::translate));
		if (this.listener != null) {
			this.listener.answered(response.getStatusCode(), response.getHeaders());
		}
		return response;
	}

	private void cancel() {
		ResponseBody bytes;
		synchronized (this) {
			this.cancelled = true;
			bytes = this.body;
		}
		if (bytes != null) {
			bytes.discardUnread();
		}
	}

	/**
	 * Translates a failure.
	 * @param failure why the call failed
	 * @return what the client's user sees
	 */
	RuntimeException translate(InvokeException failure) {
		return this.failures.translate(failure, this.verb, this.uri.target(), this.uri.method(), this.attempts.count());
	}

}
