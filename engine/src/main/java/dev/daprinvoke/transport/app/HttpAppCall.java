package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.Utf8Escape;

/**
 * One request to an HTTP app and its answer.
 */
final class HttpAppCall {

	private final InvokeRequest request;

	private final Verb verb;

	private final String url;

	private final AppFailure failures;

	private final AtomicBoolean bodyTaken = new AtomicBoolean();

	private volatile @Nullable SocketAddress local;

	HttpAppCall(InvokeRequest request, Verb verb, String url, AppFailure failures) {
		this.request = request;
		this.verb = verb;
		this.url = url;
		this.failures = failures;
	}

	Mono<InvokeResponse> send(HttpClient client, String uri) {
		return client.request(HttpMethod.valueOf(this.verb.name()))
			.uri(uri)
			.send(this::write)
			.responseConnection(this::read)
			.next()
			.doOnDiscard(InvokeResponse.class, (response) -> response.body().discard())
			.onErrorMap((error) -> !(error instanceof AppCallException), this::failure)
			.doFinally((signal) -> giveBody());
	}

	private void giveBody() {
		if (this.request.body() instanceof InvokeBody.Whole || this.bodyTaken.compareAndSet(false, true)) {
			this.request.body().discard();
		}
	}

	// Connecting may fail, and the caller may go away before: then nobody reads the body
	// but giveBody.
	private Flux<ByteBuf> takeBody(InvokeBody.Streaming body) {
		return Flux.defer(() -> this.bodyTaken.compareAndSet(false, true) ? body.source()
				: Flux.error(new IOException("the body was given back already")));
	}

	private Throwable failure(Throwable error) {
		return this.failures.of(this.verb, this.url, this.local, error);
	}

	private Publisher<Void> write(HttpClientRequest http, NettyOutbound out) {
		out.withConnection((connection) -> this.local = connection.channel().localAddress());
		AppHeaders.write(this.request, http.requestHeaders());
		String declared = this.request.headers().first(InvokeRequest.CONTENT_LENGTH);
		return this.request.body()
			.match((whole) -> writeWhole(whole, declared, http, out),
					(streaming) -> writeStreaming(streaming, declared, http, out));
	}

	// The content is kept for the client's own second try on a connection that was stale.
	private Publisher<Void> writeWhole(InvokeBody.Whole body, @Nullable String declared, HttpClientRequest http,
			NettyOutbound out) {
		ByteBuf content = body.content();
		long length = (declared != null) ? parseLength(declared) : -1;
		if (length >= 0 && length != content.readableBytes()) {
			throw DeclaredLength.mismatch(length, content.readableBytes());
		}
		if (content.isReadable()) {
			http.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(content.readableBytes()));
			return out.sendObject(content.retainedDuplicate());
		}
		return this.verb.usuallyLacksBody() ? out : writeEmpty(http, out);
	}

	// An app gets the empty body of a POST in chunks, even if its caller declared the
	// length 0 (contract section 1.6).
	private static Publisher<Void> writeEmpty(HttpClientRequest http, NettyOutbound out) {
		http.requestHeaders().remove(HttpHeaderNames.CONTENT_LENGTH);
		http.requestHeaders().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		return out.send(Flux.empty());
	}

	private Publisher<Void> writeStreaming(InvokeBody.Streaming body, @Nullable String declared, HttpClientRequest http,
			NettyOutbound out) {
		long length = (declared != null) ? parseLength(declared) : -1;
		if (length < 0) {
			http.requestHeaders().remove(HttpHeaderNames.CONTENT_LENGTH);
			http.requestHeaders().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
			return out.sendObject(takeBody(body));
		}
		http.requestHeaders().remove(HttpHeaderNames.TRANSFER_ENCODING);
		http.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(length));
		return out.sendObject(DeclaredLength.of(takeBody(body), length));
	}

	private static long parseLength(String declared) {
		try {
			return Long.parseLong(declared);
		}
		catch (NumberFormatException ex) {
			throw new AppCallException("strconv.ParseInt: parsing \"" + declared + "\": invalid syntax", ex);
		}
	}

	private Publisher<InvokeResponse> read(HttpClientResponse http, Connection connection) {
		String contentType = contentType(http);
		String length = http.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
		if (length != null && isSmall(length)) {
			return connection.inbound()
				.receive()
				.aggregate()
				.retain()
				.defaultIfEmpty(Unpooled.EMPTY_BUFFER)
				.map((content) -> response(http, contentType, new InvokeBody.Whole(content)));
		}
		Flux<ByteBuf> bytes = connection.inbound().receive().retain();
		return Mono.just(response(http, contentType, new InvokeBody.Streaming(bytes)));
	}

	private static @Nullable String contentType(HttpClientResponse http) {
		String value = http.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE);
		return (value != null) ? Utf8Escape.fromLatin1(value) : null;
	}

	private static boolean isSmall(String length) {
		return !length.isEmpty() && length.length() <= 5 && length.chars().allMatch(Character::isDigit)
				&& Integer.parseInt(length) <= InvokeBody.WHOLE_LIMIT;
	}

	private static InvokeResponse response(HttpClientResponse http, @Nullable String contentType, InvokeBody body) {
		return new InvokeResponse(http.status().code(), contentType, AppHeaders.read(http.responseHeaders()), body);
	}

}
