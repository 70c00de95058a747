package dev.daprinvoke.spring.client.reactive;

import java.net.URI;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.spring.client.http.CallHead;
import dev.daprinvoke.spring.client.http.DaprUri;
import dev.daprinvoke.spring.client.http.FailureTranslator;

/**
 * Makes calls of the requests of WebClient to {@code dapr://}.
 * <p>
 * A request attribute named {@code Invoker.class.getName()} holds the {@link Invoker} of
 * that very call; without it the default one is asked. Bodies come and go at the pace of
 * whoever reads them; a response whose {@code Mono} is cancelled before anybody reads its
 * body is given back. WebClient wraps what fails before there is a response; with
 * {@link TypedFailures} it does not.
 */
public final class InvokerConnector implements ClientHttpConnector {

	private final Invoker invoker;

	private final FailureTranslator failures;

	private final @Nullable ClientHttpConnector others;

	/**
	 * Creates the connector.
	 * @param invoker performs the calls that name no other
	 * @param failures makes exceptions of failed calls
	 * @param others takes the requests to other schemes, or {@code null} if there are to
	 * be none
	 */
	public InvokerConnector(Invoker invoker, FailureTranslator failures, @Nullable ClientHttpConnector others) {
		this.invoker = invoker;
		this.failures = failures;
		this.others = others;
	}

	/**
	 * Makes a request. The returned {@code Mono} fails with an
	 * {@link IllegalArgumentException} if the URI names no target, its scheme is another
	 * and nobody else is there for it, or calls have no such verb; with the translated
	 * exception if the call fails.
	 */
	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		if (this.others != null && !DaprUri.isOne(uri)) {
			return this.others.connect(method, uri, requestCallback);
		}
		return Mono.defer(() -> exchange(method, uri, requestCallback));
	}

	private Mono<ClientHttpResponse> exchange(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		CallHead.verb(method);
		DaprUri target = DaprUri.of(uri);
		Exchange exchange = new Exchange(target, method, this.failures);
		try {
			target.parseTarget();
			target.parseMethod();
		}
		catch (InvokeException ex) {
			return Mono.error(exchange.translate(ex));
		}
		InvokerClientHttpRequest request = new InvokerClientHttpRequest(method, uri);
		return requestCallback.apply(request).then(Mono.defer(() -> {
			exchange.begin(request.getAttributes());
			return exchange.respond(request.send(target, this.invoker));
		}));
	}

}
