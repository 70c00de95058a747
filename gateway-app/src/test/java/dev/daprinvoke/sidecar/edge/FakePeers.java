package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.peer.PeerChannel;

/**
 * Stands in for other sidecars: what it answers is decided by the first part of the
 * method.
 */
public final class FakePeers implements PeerChannel {

	/** The calls that came, as {@code VERB method?query body}. */
	public final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

	/** The headers of the last call. */
	public volatile InvokeHeaders lastHeaders = new InvokeHeaders();

	/** Where in a trace the last call stood. */
	public volatile @Nullable TraceContext lastTrace;

	/** What a call of {@code live} answers, piece by piece. */
	public volatile Sinks.Many<String> live = Sinks.many().unicast().onBackpressureBuffer();

	private final Map<String, CompletableFuture<String>> events = new ConcurrentHashMap<>();

	/** Waits until something has happened to a call of this method. */
	public String event(String method) throws Exception {
		return future(method).get(20, TimeUnit.SECONDS);
	}

	private CompletableFuture<String> future(String method) {
		return this.events.computeIfAbsent(method, (name) -> new CompletableFuture<>());
	}

	@Override
	public Mono<InvokeResponse> call(Endpoint endpoint, InvokeRequest request) {
		this.lastHeaders = request.headers();
		this.lastTrace = request.trace();
		String method = request.method().value();
		return switch (method.split("/")[0]) {
			case "status" -> read(request).map((body) -> whole(Integer.parseInt(method.split("/")[1]), ""));
			case "text" -> read(request).map((body) -> whole(200, body));
			// Reads when the packet that brought the request has been looked at.
			case "late" -> read(request).map((body) -> whole(200, body)).subscribeOn(Schedulers.parallel());
			// Has seen enough with the first bytes.
			case "early" -> request.body().bytes().next().map(FakePeers::text).map((start) -> whole(413, start));
			case "error" -> read(request).map((body) -> whole(404, "no such thing"));
			case "pieces" -> read(request).map((body) -> streaming(Flux.just(buffer("one "), buffer("two"))));
			case "traced" -> read(request).map((body) -> traced());
			case "live" -> read(request).map((body) -> streaming(
					this.live.asFlux().map(FakePeers::buffer).doOnCancel(() -> future(method).complete("cancelled"))));
			case "odd" -> read(request).map((body) -> odd());
			case "forged" -> read(request).map((body) -> forged());
			case "never" -> {
				request.body().discard();
				yield Mono.<InvokeResponse>never().doOnCancel(() -> future(method).complete("cancelled"));
			}
			case "upload" -> upload(method, request);
			case "download" -> read(request).map((body) -> streaming(endless(method)));
			case "broken" -> read(request).map((body) -> streaming(
					Flux.just(buffer("begun")).concatWith(Mono.error(new IllegalStateException("peer broke off")))));
			default -> Mono.error(new IllegalArgumentException("method: " + method + " (expected: one of the above)"));
		};
	}

	private Mono<String> read(InvokeRequest request) {
		return request.body().bytes().map(FakePeers::text).collectList().map((parts) -> {
			String body = String.join("", parts);
			this.calls.add(request.verb() + " " + request.method().value()
					+ (request.query().isEmpty() ? "" : "?" + request.query()) + " " + body);
			return body;
		});
	}

	private Mono<InvokeResponse> upload(String method, InvokeRequest request) {
		CompletableFuture<String> event = future(method);
		return request.body()
			.bytes()
			.doOnNext(ReferenceCountUtil::release)
			.doOnError((error) -> event.complete("failed"))
			.doOnCancel(() -> event.complete("cancelled"))
			.then(Mono.fromSupplier(() -> whole(200, "all there")));
	}

	private Flux<ByteBuf> endless(String method) {
		return Flux.generate((sink) -> sink.next(Unpooled.wrappedBuffer(new byte[16 * 1024])))
			.cast(ByteBuf.class)
			.doOnCancel(() -> future(method).complete("cancelled"));
	}

	private static String text(ByteBuf bytes) {
		String text = new String(ByteBufUtil.getBytes(bytes), StandardCharsets.ISO_8859_1);
		bytes.release();
		return text;
	}

	private static ByteBuf buffer(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
	}

	private static InvokeResponse whole(int status, String body) {
		return response(status, "text/plain", new InvokeBody.Whole(buffer(body)));
	}

	private static InvokeResponse streaming(Flux<ByteBuf> body) {
		return response(200, "text/plain", new InvokeBody.Streaming(body));
	}

	private static InvokeResponse traced() {
		InvokeHeaders headers = new InvokeHeaders().add("traceparent", "the app's own").add("Baggage", "app=1");
		return new InvokeResponse(200, "text/plain", headers, InvokeBody.EMPTY);
	}

	private static InvokeResponse odd() {
		InvokeHeaders headers = new InvokeHeaders().add("Set-Cookie", "a=1")
			.add("Set-Cookie", "b=2")
			.add("X-App", "caf\u00e9")
			.add("Server", "app/1")
			.add("Content-Length", "7");
		return new InvokeResponse(200, "application/x-odd; a=b", headers, new InvokeBody.Whole(buffer("odd")));
	}

	// A peer can send what no HTTP app can, and names of ours.
	private static InvokeResponse forged() {
		InvokeHeaders headers = new InvokeHeaders().add("bad name", "1")
			.add("", "2")
			.add("X-Line", " a\r\nX-Forged: 1\u0000")
			.add("Dapr-Invoke-Chunked", "headers-only");
		return new InvokeResponse(200, "text/plain\n", headers,
				new InvokeBody.Streaming(Flux.just(buffer("all "), buffer("there"))));
	}

	private static InvokeResponse response(int status, @Nullable String type, InvokeBody body) {
		return new InvokeResponse(status, type, new InvokeHeaders().add("X-App", "yes"), body);
	}

}
