package dev.daprinvoke.spring.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.message.InvokeBody;

/**
 * Writes an answer of the API into an exchange.
 */
public final class ExchangeAnswer {

	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

	private ExchangeAnswer() {
	}

	/**
	 * Writes an answer.
	 * @param answer the answer; its body is consumed
	 * @param exchange the exchange to answer
	 * @return completes when all is written
	 */
	public static Mono<Void> write(ApiAnswer answer, ServerWebExchange exchange) {
		writeHead(answer, exchange);
		return writeBody(answer, exchange);
	}

	/**
	 * Puts status and headers into an exchange without sending them.
	 * @param answer the answer; its body is left alone
	 * @param exchange the exchange to answer
	 */
	static void writeHead(ApiAnswer answer, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		response.setRawStatusCode(answer.status());
		HttpHeaders headers = response.getHeaders();
		answer.headers().forEach(headers::add);
	}

	/**
	 * Sends head and body.
	 * @param answer the answer; its body is consumed
	 * @param exchange the exchange that already has the answer's head
	 * @return completes when all is written
	 */
	static Mono<Void> writeBody(ApiAnswer answer, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		boolean bodiless = answer.isBodiless() || exchange.getRequest().getMethod().equals(HttpMethod.HEAD);
		if (bodiless) {
			answer.body().discard();
			return response.setComplete();
		}
		return answer.body()
			.match((whole) -> writeWhole(answer, whole, response),
					(streaming) -> response.writeAndFlushWith(streaming.source().map(ExchangeAnswer::one)));
	}

	private static Mono<Void> writeWhole(ApiAnswer answer, InvokeBody.Whole body, ServerHttpResponse response) {
		if (!answer.chunked()) {
			response.getHeaders().setContentLength(body.content().readableBytes());
		}
		return response.writeWith(Mono.<DataBuffer>just(BUFFERS.wrap(body.content())));
	}

	private static Flux<DataBuffer> one(ByteBuf bytes) {
		return Flux.just(BUFFERS.wrap(bytes));
	}

}
