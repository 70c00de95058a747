package dev.daprinvoke.invoke;

import java.util.Map.Entry;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.Addressed;

/**
 * An HTTP request to the API that names a target, in the form both HTTP edges can give:
 * the bare one and Spring's.
 *
 * @param addressed where it wants to go
 * @param method the HTTP method as sent
 * @param query the raw query, possibly empty
 * @param headers names and values, one char for each byte
 * @param body the body; its subscriber releases the buffers
 * @param trace the point of a trace at which the request stands, or {@code null} if
 * tracing is off
 */
public record ApiRequest(Addressed addressed, String method, String query, Iterable<Entry<String, String>> headers,
		Flux<ByteBuf> body, @Nullable TraceContext trace) {

	/**
	 * Reads the request: a small body of known length is collected, any other stays a
	 * stream.
	 * @param limit how large a body may be
	 * @return the call; if nobody takes it, its body is lost
	 */
	public Mono<ApiCall> read(BodyLimit limit) {
		InvokeHeaders read = ApiHeaders.read(this.headers, this.addressed.form());
		String length = read.first(InvokeRequest.CONTENT_LENGTH);
		if (length == null) {
			return Mono.just(call(read, isChunked() ? streaming(limit) : InvokeBody.EMPTY));
		}
		if (length.equals("0")) {
			return Mono.just(call(read, InvokeBody.EMPTY));
		}
		if (isSmall(length)) {
			return BodyStart.of(limit.watch(this.body), InvokeBody.WHOLE_LIMIT + 1)
				.map((start) -> call(read, start.body()));
		}
		return Mono.just(call(read, streaming(limit)));
	}

	private boolean isChunked() {
		for (Entry<String, String> header : this.headers) {
			if (header.getKey().equalsIgnoreCase("transfer-encoding")) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSmall(String length) {
		return !length.isEmpty() && length.length() <= 5 && length.chars().allMatch(Character::isDigit)
				&& Integer.parseInt(length) <= InvokeBody.WHOLE_LIMIT;
	}

	private InvokeBody streaming(BodyLimit limit) {
		return new InvokeBody.Streaming(limit.watch(this.body));
	}

	private ApiCall call(InvokeHeaders read, InvokeBody content) {
		@Nullable String contentType = read.first("Content-Type");
		return new ApiCall(this.addressed, Verb.ofHttp(this.method), this.query, contentType, read, content,
				this.trace);
	}

}
