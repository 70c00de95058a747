package dev.daprinvoke.spring.gateway;

import java.util.HashSet;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
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
		tellFilters(answer, exchange);
	}

	// What Gateway's own filters want to know of an upstream's answer: a retry takes the
	// headers back, a rewrite reads the type.
	private static void tellFilters(ApiAnswer answer, ServerWebExchange exchange) {
		Set<String> names = new HashSet<>();
		answer.headers().forEach((name, value) -> names.add(name));
		exchange.getAttributes().put(ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES, names);
		String type = answer.headers().first("Content-Type");
		if (type != null) {
			exchange.getAttributes().put(ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, type);
		}
	}

	/**
	 * Sends head and body.
	 * @param answer the answer; its body is consumed
	 * @param exchange the exchange that already has the answer's head
	 * @return completes when all is written
	 */
	static Mono<Void> writeBody(ApiAnswer answer, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		boolean bodiless = isBodiless(response);
		if (bodiless || exchange.getRequest().getMethod().equals(HttpMethod.HEAD)) {
			int length = bodiless ? -1 : answer.lengthForHead();
			if (length >= 0) {
				response.getHeaders().setContentLength(length);
			}
			answer.body().discard();
			return response.setComplete();
		}
		return answer.body()
			.match((whole) -> writeWhole(answer, whole, response),
					(streaming) -> response.writeAndFlushWith(parts(streaming)));
	}

	// WebFlux holds the head back until there is a first part: an empty one brings it out
	// at once, since the app may take its time (contract section 1.9).
	private static Flux<Flux<DataBuffer>> parts(InvokeBody.Streaming body) {
		return body.source().map(ExchangeAnswer::one).startWith(Mono.just(Flux.empty()));
	}

	// A filter may have changed the status.
	private static boolean isBodiless(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return status != null && (status.value() == 204 || status.value() == 304);
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
