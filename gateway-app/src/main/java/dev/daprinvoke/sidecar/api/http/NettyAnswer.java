package dev.daprinvoke.sidecar.api.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.message.InvokeBody;

/**
 * Writes an answer of the API to a Reactor Netty response.
 */
public final class NettyAnswer {

	private NettyAnswer() {
	}

	/**
	 * Writes an answer.
	 * @param answer the answer; its body is consumed
	 * @param request the request it answers
	 * @param response where to write it
	 * @return completes when all is written
	 */
	public static Mono<Void> write(ApiAnswer answer, HttpServerRequest request, HttpServerResponse response) {
		return write(answer, request, response, (bytes) -> {
		});
	}

	/**
	 * Writes an answer and tells how large its body is.
	 * @param answer the answer; its body is consumed
	 * @param request the request it answers
	 * @param response where to write it
	 * @param sent takes the size of each part of the body, in bytes, before it is written
	 * @return completes when all is written
	 */
	public static Mono<Void> write(ApiAnswer answer, HttpServerRequest request, HttpServerResponse response,
			IntConsumer sent) {
		response.status(ReasonPhrase.of(answer.status()));
		HttpHeaders headers = response.responseHeaders();
		try {
			answer.headers().forEach(headers::add);
		}
		catch (IllegalArgumentException ex) {
			answer.body().discard();
			throw ex;
		}
		if (HttpMethod.HEAD.equals(request.method())) {
			return writeHead(answer, response);
		}
		if (answer.isBodiless()) {
			answer.body().discard();
			return response.send();
		}
		return answer.body()
			.match((whole) -> writeWhole(answer, whole, response, sent),
					(streaming) -> writeStreaming(streaming, response, sent));
	}

	private static Mono<Void> writeHead(ApiAnswer answer, HttpServerResponse response) {
		int length = answer.lengthForHead();
		answer.body().discard();
		if (length < 0) {
			ChunkedWhole.markHeadersOnly(response.responseHeaders());
			return response.send();
		}
		return response.chunkedTransfer(false).header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(length)).send();
	}

	// Nobody asks for the bytes if the client left before: they are given back then.
	private static Mono<Void> writeStreaming(InvokeBody.Streaming body, HttpServerResponse response, IntConsumer sent) {
		AtomicBoolean taken = new AtomicBoolean();
		Flux<ByteBuf> source = Flux
			.defer(() -> taken.compareAndSet(false, true) ? body.source() : Flux.<ByteBuf>empty());
		return response.chunkedTransfer(knowsChunks(response))
			.send(source.doOnNext((bytes) -> sent.accept(bytes.readableBytes())))
			.then()
			.doFinally((signal) -> {
				if (taken.compareAndSet(false, true)) {
					body.discard();
				}
			});
	}

	private static Mono<Void> writeWhole(ApiAnswer answer, InvokeBody.Whole body, HttpServerResponse response,
			IntConsumer sent) {
		ByteBuf content = body.content();
		sent.accept(content.readableBytes());
		if (!answer.chunked()) {
			response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(content.readableBytes()));
		}
		else if (knowsChunks(response)) {
			ChunkedWhole.mark(response.responseHeaders());
		}
		// As a Mono: a buffer given to sendObject is released a second time, after the
		// transport has released it, when the write fails or the client goes away.
		return response.send(Mono.fromCallable(content::retainedDuplicate))
			.then()
			.doFinally((signal) -> content.release());
	}

	/**
	 * Whether the client understands chunks, which came with HTTP/1.1.
	 * @param response the answer, whose version is that of the request
	 * @return whether it does
	 */
	static boolean knowsChunks(HttpServerResponse response) {
		return response.version().compareTo(HttpVersion.HTTP_1_1) >= 0;
	}

}
