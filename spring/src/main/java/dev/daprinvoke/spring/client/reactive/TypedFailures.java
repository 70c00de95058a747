package dev.daprinvoke.spring.client.reactive;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Mono;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Hands the exceptions of failed calls on as they are, where WebClient would wrap them
 * into its own. All others stay wrapped.
 * <p>
 * As a filter it sees what fails before there is a response. What fails while
 * {@code retrieve()} reads the body is wrapped behind all filters; to those
 * {@link #unwrap} is to be applied, as in {@code flux.onErrorMap(TypedFailures::unwrap)}.
 */
public final class TypedFailures implements ExchangeFilterFunction {

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).onErrorMap(TypedFailures::unwrap);
	}

	/**
	 * Finds the exception of a failed call.
	 * @param error any error of WebClient
	 * @return the {@link DaprInvocationException} that WebClient has wrapped, or else the
	 * error itself
	 */
	public static Throwable unwrap(Throwable error) {
		boolean ofWebClient = error instanceof WebClientException;
		return (ofWebClient && error.getCause() instanceof DaprInvocationException failure) ? failure : error;
	}

}
