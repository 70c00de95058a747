package dev.daprinvoke.spring.client.reactive;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.AbstractClientHttpResponse;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.http.AnswerHeaders;

/**
 * An answer as WebClient reads it. Its body can be read once.
 */
final class InvokerClientHttpResponse extends AbstractClientHttpResponse {

	InvokerClientHttpResponse(InvokeResponse answer, Flux<DataBuffer> body) {
		super(HttpStatusCode.valueOf(answer.httpStatus()), AnswerHeaders.of(answer),
				SetCookies.of(answer.headers().all("Set-Cookie")), body);
	}

}
