package dev.daprinvoke.spring.client.service;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.http.DaprUri;

/**
 * The same as {@link AppErrors} for WebClient.
 */
public final class ReactiveAppErrors {

	private final AppErrors errors;

	/**
	 * Creates the translator.
	 * @param errors makes the exceptions
	 */
	public ReactiveAppErrors(AppErrors errors) {
		this.errors = errors;
	}

	/**
	 * Makes the exception.
	 * @param response what was answered; its body is consumed
	 * @return the exception
	 */
	public Mono<? extends Throwable> of(ClientResponse response) {
		if (!DaprUri.isOne(response.request().getURI())) {
			return response.createException();
		}
		return DataBufferUtils
			.join(DataBufferUtils.takeUntilByteCount(response.body(BodyExtractors.toDataBuffers()),
					FailedCall.MOST_BODY))
			.map(ReactiveAppErrors::bytes)
			.defaultIfEmpty(new byte[0])
			.map((body) -> of(response, body));
	}

	private AppErrorException of(ClientResponse response, byte[] body) {
		HttpRequest request = response.request();
		AppErrorException error = this.errors.of(request.getMethod(), request.getURI(), request.getAttributes(),
				response.statusCode(), response.headers().asHttpHeaders(), body);
		bodies().ofReaders(() -> response.strategies().messageReaders()).readable(error);
		return error;
	}

	ErrorBodies bodies() {
		return this.errors.bodies();
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
