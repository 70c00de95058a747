package dev.daprinvoke.autoconfigure.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * An invoker without a mesh: answers what a test says, and remembers what was asked.
 */
final class FakeMesh implements Invoker {

	record Seen(String target, String verb, String method, String query, InvokeHeaders headers, String body) {

	}

	final List<Seen> seen = new CopyOnWriteArrayList<>();

	volatile Function<Seen, Mono<InvokeResponse>> behaviour = (call) -> json(200, "{\"id\":1,\"name\":\"tea\"}");

	static Mono<InvokeResponse> json(int status, String body) {
		return answer(status, "application/json", body);
	}

	static Mono<InvokeResponse> answer(int status, String type, String body) {
		return Mono.fromSupplier(() -> new InvokeResponse(status, type, new InvokeHeaders().add("X-From", "cart"),
				new InvokeBody.Whole(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8))));
	}

	static Mono<InvokeResponse> streamed(Flux<String> parts) {
		return Mono.fromSupplier(() -> new InvokeResponse(200, "application/octet-stream", new InvokeHeaders(),
				new InvokeBody.Streaming(parts.map((part) -> Unpooled.copiedBuffer(part, StandardCharsets.UTF_8)))));
	}

	@Override
	public Mono<InvokeResponse> invoke(InvokeRequest request) {
		return request.body().bytes().reduce("", (text, bytes) -> {
			String more = text + bytes.toString(StandardCharsets.UTF_8);
			bytes.release();
			return more;
		}).flatMap((body) -> {
			Seen call = new Seen(request.target().text(), String.valueOf(request.verb()), request.method().value(),
					request.query(), request.headers(), body);
			this.seen.add(call);
			return this.behaviour.apply(call);
		});
	}

	Seen last() {
		return this.seen.get(this.seen.size() - 1);
	}

}
