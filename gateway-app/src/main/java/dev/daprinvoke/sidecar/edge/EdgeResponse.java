package dev.daprinvoke.sidecar.edge;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.sidecar.api.http.ChunkedWhole;
import dev.daprinvoke.sidecar.api.http.ReasonPhrase;

/**
 * A response on its way out of WebFlux.
 */
final class EdgeResponse extends AbstractServerHttpResponse {

	private final HttpServerResponse response;

	private final Reply reply;

	private final boolean toHead;

	EdgeResponse(HttpServerRequest request, HttpServerResponse response, Reply reply) {
		super(new NettyDataBufferFactory(response.alloc()),
				new HttpHeaders(new Netty4HeadersAdapter(response.responseHeaders())));
		this.response = response;
		this.reply = reply;
		if (!knowsChunks()) {
			response.chunkedTransfer(false);
		}
		this.toHead = request.method().equals(HttpMethod.HEAD);
	}

	private boolean knowsChunks() {
		return this.response.version().compareTo(HttpVersion.HTTP_1_1) >= 0;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeResponse() {
		return (T) this.response;
	}

	@Override
	protected void applyStatusCode() {
		HttpStatusCode status = getStatusCode();
		if (status != null) {
			this.response.status(ReasonPhrase.of(status.value()));
		}
	}

	@Override
	protected void applyHeaders() {
		io.netty.handler.codec.http.HttpHeaders headers = this.response.responseHeaders();
		this.reply.trace().echo(headers::contains, headers::add);
		if (this.toHead && headers.contains("content-length")) {
			this.response.chunkedTransfer(false);
		}
		else if (this.toHead) {
			ChunkedWhole.markHeadersOnly(headers);
		}
	}

	@Override
	protected void applyCookies() {
		getCookies().values().forEach((cookies) -> cookies.forEach((cookie) -> {
			DefaultCookie copy = new DefaultCookie(cookie.getName(), cookie.getValue());
			copy.setPath(cookie.getPath());
			copy.setDomain(cookie.getDomain());
			copy.setHttpOnly(cookie.isHttpOnly());
			copy.setSecure(cookie.isSecure());
			this.response.addCookie(copy);
		}));
	}

	@Override
	protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
		boolean unframed = body instanceof Mono && !this.response.responseHeaders().contains("content-length");
		if (unframed && knowsChunks()) {
			ChunkedWhole.mark(this.response.responseHeaders());
		}
		return sent(this.response.send(bytes(body)));
	}

	@Override
	protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return sent(this.response.sendGroups(Flux.from(body).map(this::bytes)));
	}

	// Spring would write an error into the log first.
	private Mono<Void> sent(NettyOutbound out) {
		return out.then().onErrorResume((error) -> BrokenAnswer.end(this.response, error));
	}

	private Publisher<ByteBuf> bytes(Publisher<? extends DataBuffer> buffers) {
		if (buffers instanceof Mono<? extends DataBuffer> one) {
			return one.map(this::counted);
		}
		return Flux.from(buffers).map(this::counted);
	}

	private ByteBuf counted(DataBuffer buffer) {
		this.reply.accept(buffer.readableByteCount());
		return NettyDataBufferFactory.toByteBuf(buffer);
	}

}
