package dev.daprinvoke.spring.client.reactive;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Hands the exceptions of failed calls on as they are, where WebClient would wrap them
 * into its own. All others stay wrapped.
 */
public final class TypedFailures implements ExchangeFilterFunction {

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).onErrorMap(WebClientRequestException.class, TypedFailures::unwrap);
	}

	private static Throwable unwrap(WebClientRequestException wrapped) {
		return (wrapped.getCause() instanceof DaprInvocationException failure) ? failure : wrapped;
	}

}
