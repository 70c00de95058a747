package dev.daprinvoke.sidecar.edge;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;

import dev.daprinvoke.invoke.ApiTrace;
import dev.daprinvoke.spring.gateway.ExchangeTrace;
import dev.daprinvoke.spring.gateway.RawTarget;

/**
 * A request on its way into WebFlux: with a URI that is legal whatever the client sent,
 * and the raw target beside it.
 */
final class EdgeRequest extends AbstractServerHttpRequest {

	private static final URI NOT_READ_YET = URI.create("/");

	private final HttpServerRequest request;

	private final NettyDataBufferFactory buffers;

	private final RequestTarget target;

	private final ApiTrace trace;

	private @Nullable URI uri;

	private @Nullable RequestPath path;

	EdgeRequest(HttpServerRequest request, RequestTarget target, ApiTrace trace, ByteBufAllocator buffers) {
		super(HttpMethod.valueOf(request.method().name()), NOT_READ_YET, "",
				new HttpHeaders(new Netty4HeadersAdapter(request.requestHeaders())));
		this.request = request;
		this.buffers = new NettyDataBufferFactory(buffers);
		this.target = target;
		this.trace = trace;
	}

	// Few filters want to know, and making a URI costs more than most of them.
	@Override
	public URI getURI() {
		URI known = this.uri;
		if (known == null) {
			known = uri(this.request, this.target);
			this.uri = known;
		}
		return known;
	}

	@Override
	public RequestPath getPath() {
		RequestPath known = this.path;
		if (known == null) {
			known = RequestPath.parse(getURI(), "");
			this.path = known;
		}
		return known;
	}

	private static URI uri(HttpServerRequest request, RequestTarget target) {
		String host = request.requestHeaders().get("host");
		try {
			return target.uri((host != null && isAuthority(host)) ? host : "localhost");
		}
		catch (IllegalArgumentException ex) {
			return target.uri("localhost");
		}
	}

	// What a client names as its host must not become part of the path.
	private static boolean isAuthority(String host) {
		return !host.isEmpty() && host.chars().noneMatch((c) -> "/?#@".indexOf(c) >= 0);
	}

	@Override
	protected MultiValueMap<String, HttpCookie> initCookies() {
		MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
		this.request.allCookies()
			.forEach((name, values) -> values
				.forEach((cookie) -> cookies.add(name.toString(), new HttpCookie(name.toString(), cookie.value()))));
		return cookies;
	}

	// At once: a request that a filter has changed has none of its own, and asks its
	// exchange.
	@Override
	public void setAttributesSupplier(Supplier<Map<String, Object>> exchange) {
		super.setAttributesSupplier(exchange);
		Map<String, Object> attributes = exchange.get();
		attributes.put(RawTarget.ATTRIBUTE, this.target.raw());
		attributes.put(ExchangeTrace.ATTRIBUTE, this.trace);
	}

	@Override
	public Map<String, Object> getAttributes() {
		Map<String, Object> attributes = super.getAttributes();
		return !attributes.isEmpty() ? attributes
				: Map.of(RawTarget.ATTRIBUTE, this.target.raw(), ExchangeTrace.ATTRIBUTE, this.trace);
	}

	@Override
	public @Nullable InetSocketAddress getLocalAddress() {
		return this.request.hostAddress();
	}

	@Override
	public @Nullable InetSocketAddress getRemoteAddress() {
		return this.request.remoteAddress();
	}

	@Override
	protected @Nullable SslInfo initSslInfo() {
		return null;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return this.request.receive().retain().map(this.buffers::wrap);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeRequest() {
		return (T) this.request;
	}

}
