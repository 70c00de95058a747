package dev.daprinvoke.spring.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;

/**
 * A request that is a call. What is written to {@link #getBody()} is kept in memory, what
 * {@link #setBody} writes is not if it is large.
 */
final class InvokerRequest extends AbstractClientHttpRequest implements StreamingHttpOutputMessage {

	private final URI uri;

	private final DaprUri dapr;

	private final HttpMethod method;

	private final Invoker invoker;

	private final FailureTranslator failures;

	private final Executor uploads;

	private @Nullable Body body;

	private @Nullable ByteArrayOutputStream written;

	InvokerRequest(URI uri, DaprUri dapr, HttpMethod method, Invoker invoker, FailureTranslator failures,
			Executor uploads) {
		this.uri = uri;
		this.dapr = dapr;
		this.method = method;
		this.invoker = invoker;
		this.failures = failures;
		this.uploads = uploads;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		Assert.state(this.body == null, "Use either getBody or setBody, not both");
		if (this.written == null) {
			this.written = new ByteArrayOutputStream(1024);
		}
		return this.written;
	}

	@Override
	public void setBody(Body body) {
		assertNotExecuted();
		Assert.state(this.written == null, "Use either getBody or setBody, not both");
		this.body = body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		requireMayBlock();
		Attempts attempts = attempts();
		try {
			CallHead head = CallHead.of(this.dapr, this.method, headers);
			OutgoingBody outgoing = OutgoingBody.of(this.body, this.written, headers.getContentLength(), this.uploads);
			return heard(new InvokerResponse(typed(call(outgoing, head, attempts), attempts)));
		}
		catch (InvokeException ex) {
			throw translate(ex, attempts);
		}
	}

	private InvokeResponse call(OutgoingBody outgoing, CallHead head, Attempts attempts) throws IOException {
		try {
			return new ResponseWait(toString(), attempts).await(outgoing.send(head, invoker()));
		}
		catch (IOException | RuntimeException ex) {
			outgoing.throwOwnFailure();
			throw ex;
		}
	}

	private InvokerResponse heard(InvokerResponse response) {
		if (getAttributes().get(AnswerListener.class.getName()) instanceof AnswerListener listener) {
			listener.answered(response.getStatusCode(), response.getHeaders());
		}
		return response;
	}

	private InvokeResponse typed(InvokeResponse response, Attempts attempts) {
		return response.body()
			.match((whole) -> response, (streaming) -> response.withBody(new InvokeBody.Streaming(
					streaming.source().onErrorMap(InvokeException.class, (failure) -> translate(failure, attempts)))));
	}

	private RuntimeException translate(InvokeException failure, Attempts attempts) {
		return this.failures.translate(failure, this.method, this.dapr.target(), this.dapr.method(), attempts.count());
	}

	private Attempts attempts() {
		return (getAttributes().get(Attempts.class.getName()) instanceof Attempts counted) ? counted : new Attempts();
	}

	private Invoker invoker() {
		return (getAttributes().get(Invoker.class.getName()) instanceof Invoker chosen) ? chosen : this.invoker;
	}

	private void requireMayBlock() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					this + ": called on thread " + Thread.currentThread().getName() + ", which must not block"
							+ " (expected: a client that returns a Mono or Flux, or a call from another thread,"
							+ " such as one of Schedulers.boundedElastic())");
		}
	}

	/** Such as {@code GET items/1 of cart}. */
	@Override
	public String toString() {
		return this.method.name() + " " + this.dapr;
	}

}
