package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

import dev.daprinvoke.call.Invoker;

/**
 * Makes calls of the requests of RestClient and RestTemplate to {@code dapr://}.
 * <p>
 * A request attribute named {@code Invoker.class.getName()} holds the {@link Invoker} of
 * that very call; without it the default one is asked. The calling thread waits for the
 * answer; on one that must not block, such as an event loop, the call is refused before
 * anything is sent. The answer's body comes at the pace of its reader, and closing it
 * cancels what is left.
 */
public final class InvokerRequestFactory implements ClientHttpRequestFactory {

	private final Invoker invoker;

	private final FailureTranslator failures;

	private final @Nullable ClientHttpRequestFactory others;

	private final Executor uploads;

	/**
	 * Creates the factory, with threads of its own for large uploads.
	 * @param invoker performs the calls that name no other
	 * @param failures makes exceptions of failed calls
	 * @param others takes the requests to other schemes, or {@code null} if there are to
	 * be none
	 */
	public InvokerRequestFactory(Invoker invoker, FailureTranslator failures,
			@Nullable ClientHttpRequestFactory others) {
		this(invoker, failures, others, (upload) -> UploadThreads.SHARED.execute(upload));
	}

	/**
	 * Creates the factory.
	 * @param invoker performs the calls that name no other
	 * @param failures makes exceptions of failed calls
	 * @param others takes the requests to other schemes, or {@code null} if there are to
	 * be none
	 * @param uploads where bodies are written that are too large for memory or might be;
	 * such a task blocks while whoever is called does not read, and the calling thread
	 * waits for it: not the threads that make calls
	 */
	public InvokerRequestFactory(Invoker invoker, FailureTranslator failures, @Nullable ClientHttpRequestFactory others,
			Executor uploads) {
		this.invoker = invoker;
		this.failures = failures;
		this.others = others;
		this.uploads = uploads;
	}

	/**
	 * Makes a request.
	 * @throws IllegalArgumentException if the URI names no target, its scheme is another
	 * and nobody else is there for it, or calls have no such verb
	 */
	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
		if (this.others != null && !DaprUri.isOne(uri)) {
			return this.others.createRequest(uri, method);
		}
		CallHead.verb(method);
		return new InvokerRequest(uri, DaprUri.of(uri), method, this.invoker, this.failures, this.uploads);
	}

}
