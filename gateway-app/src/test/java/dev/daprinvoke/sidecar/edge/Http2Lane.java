package dev.daprinvoke.sidecar.edge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/2 without TLS on the API, by upgrade (Java's own client) and by prior knowledge
 * (Reactor Netty's), is what HTTP/1.1 is (contract invocation.md 0, 1.1, 1.5).
 */
abstract class Http2Lane extends EachLane {

	static final String CALL = "/v1.0/invoke/cart/method/";

	Http2Lane(String lane) {
		super(lane);
	}

	static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) ('a' + i / 1000 % 26);
		}
		return bytes;
	}

	void assertNoFraming() {
		for (String name : List.of("Upgrade", "Http2-Settings", "X-Http2-Scheme", "X-Http2-Stream-Id", "X-Http2-Path",
				"Host", ":path", ":scheme")) {
			assertThat(edge().peers().lastHeaders.contains(name)).as(name).isFalse();
		}
	}

	HttpRequest.Builder request(String method) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge().port() + CALL + method))
			.timeout(Duration.ofSeconds(20));
	}

	reactor.netty.http.client.HttpClient http() {
		return reactor.netty.http.client.HttpClient.newConnection()
			.host("127.0.0.1")
			.port(edge().port())
			.protocol(HttpProtocol.H2C);
	}

	Answer exchange(HttpMethod verb, String method) {
		return exchangeRaw(verb, CALL + method);
	}

	Answer exchangeRaw(HttpMethod verb, String target) {
		return answer(http().request(verb).uri(target).responseSingle(Answer::of));
	}

	Answer post(String method, byte[] body, boolean declared) {
		return answer(http().headers((headers) -> {
			if (declared) {
				headers.set("content-length", body.length);
			}
		}).post().uri(CALL + method).send(pieces(body)).responseSingle(Answer::of));
	}

	static Flux<ByteBuf> pieces(byte[] body) {
		List<ByteBuf> pieces = new ArrayList<>();
		for (int at = 0; at < body.length; at += 30_000) {
			pieces.add(Unpooled.wrappedBuffer(body, at, Math.min(30_000, body.length - at)));
		}
		return Flux.fromIterable(pieces);
	}

	static Answer answer(Mono<Answer> exchange) {
		Answer answer = exchange.block(Duration.ofSeconds(20));
		assertThat(answer).isNotNull();
		return answer;
	}

	/** An answer as the client saw it. */
	record Answer(int status, HttpHeaders headers, byte[] body) {

		static Mono<Answer> of(reactor.netty.http.client.HttpClientResponse response, reactor.netty.ByteBufMono body) {
			return body.asByteArray()
				.defaultIfEmpty(new byte[0])
				.map((bytes) -> new Answer(response.status().code(), response.responseHeaders(), bytes));
		}

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

	}

	static Stream<byte[]> bodies() {
		return Stream.of(0, 1, 1000, 16_384, 65_535, 65_536, 65_537, 200_000, 3_000_000).map(Http2Lane::bytes);
	}

}
