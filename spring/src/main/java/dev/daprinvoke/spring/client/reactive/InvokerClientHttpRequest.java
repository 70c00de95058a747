package dev.daprinvoke.spring.client.reactive;

import java.net.URI;
import java.util.stream.Collectors;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.http.CallHead;
import dev.daprinvoke.spring.client.http.DaprUri;

/**
 * A request that becomes a call once WebClient has written it. A body that is one buffer,
 * or says that it has at most {@link InvokeBody#WHOLE_LIMIT} bytes, goes whole; any other
 * is streamed from its first byte on.
 */
final class InvokerClientHttpRequest extends AbstractClientHttpRequest {

	private final HttpMethod method;

	private final URI uri;

	private @Nullable Publisher<? extends DataBuffer> body;

	InvokerClientHttpRequest(HttpMethod method, URI uri) {
		this.method = method;
		this.uri = uri;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	public DataBufferFactory bufferFactory() {
		return Buffers.FACTORY;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeRequest() {
		return (T) this;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> written) {
		return doCommit(() -> {
			this.body = written;
			return Mono.empty();
		});
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> written) {
		return writeWith(Flux.from(written).concatMap((part) -> part));
	}

	@Override
	public Mono<Void> setComplete() {
		return doCommit();
	}

	@Override
	protected void applyHeaders() {
	}

	@Override
	protected void applyCookies() {
		if (!getCookies().isEmpty()) {
			getHeaders().add(HttpHeaders.COOKIE,
					getCookies().values()
						.stream()
						.flatMap((cookies) -> cookies.stream())
						.map(HttpCookie::toString)
						.collect(Collectors.joining("; ")));
		}
	}

	/**
	 * Makes the call.
	 * @param target where it goes
	 * @param standard performs it if the request names no other
	 * @return the answer
	 */
	Mono<InvokeResponse> send(DaprUri target, Invoker standard) {
		Invoker invoker = (getAttributes().get(Invoker.class.getName()) instanceof Invoker chosen) ? chosen : standard;
		CallHead head = CallHead.of(target, this.method, getHeaders());
		Publisher<? extends DataBuffer> written = this.body;
		if (written == null) {
			return invoker.invoke(head.with(InvokeBody.EMPTY));
		}
		Flux<ByteBuf> bytes = Flux.<DataBuffer>from(written)
			.map(Buffers::toByteBuf)
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
		if (!isSmall(written)) {
			return invoker.invoke(head.with(new InvokeBody.Streaming(bytes)));
		}
		return BodyStart.of(bytes, InvokeBody.WHOLE_LIMIT + 1)
			.flatMap((read) -> invoker.invoke(head.with(read.body())));
	}

	private boolean isSmall(Publisher<? extends DataBuffer> written) {
		long length = getHeaders().getContentLength();
		return written instanceof Mono || (length >= 0 && length <= InvokeBody.WHOLE_LIMIT);
	}

}
