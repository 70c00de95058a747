package dev.daprinvoke.invoke;

import java.util.Map.Entry;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

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
	 * Reads the request; its body, if there may be one, stays a stream: the app may want
	 * to answer before it is complete.
	 * @param limit how large a body may be
	 * @return the call; if nobody takes it, its body is lost
	 * @throws dev.daprinvoke.error.BodyMemoryException if there is no memory for a body
	 */
	ApiCall read(BodyLimit limit) {
		InvokeHeaders read = ApiHeaders.read(this.headers, this.addressed.form());
		String length = read.first(InvokeRequest.CONTENT_LENGTH);
		boolean hasBody = (length != null) ? !length.equals("0") : isChunked();
		if (hasBody) {
			limit.requireMemory();
		}
		InvokeBody content = hasBody ? new InvokeBody.Streaming(limit.watch(this.body)) : InvokeBody.EMPTY;
		return new ApiCall(this.addressed, Verb.ofHttp(this.method), this.query, read.first("Content-Type"), "", read,
				content, this.trace);
	}

	private boolean isChunked() {
		for (Entry<String, String> header : this.headers) {
			if (header.getKey().equalsIgnoreCase("transfer-encoding")) {
				return true;
			}
		}
		return false;
	}

}
