package dev.daprinvoke.spring.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import io.netty.buffer.ByteBuf;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;

import dev.daprinvoke.invoke.ApiRequest;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Reads an exchange as a request to the API, after whatever its filters made of it.
 */
final class ExchangeRequest {

	private ExchangeRequest() {
	}

	static ApiRequest of(ServerWebExchange exchange, Addressed addressed) {
		ServerHttpRequest request = exchange.getRequest();
		String query = Utf8Escape.fromLatin1(RawTarget.query(exchange));
		Flux<ByteBuf> body = request.getBody().map(ExchangeRequest::toByteBuf);
		return new ApiRequest(addressed, request.getMethod().name(), query, entries(request.getHeaders()), body,
				ExchangeTrace.of(exchange));
	}

	private static Iterable<Entry<String, String>> entries(HttpHeaders headers) {
		List<Entry<String, String>> entries = new ArrayList<>();
		for (Entry<String, List<String>> header : headers.headerSet()) {
			for (String value : header.getValue()) {
				entries.add(Map.entry(header.getKey(), value));
			}
		}
		return entries;
	}

	// The buffer's owner is the subscriber, in either form.
	private static ByteBuf toByteBuf(DataBuffer buffer) {
		return NettyDataBufferFactory.toByteBuf(buffer);
	}

}
