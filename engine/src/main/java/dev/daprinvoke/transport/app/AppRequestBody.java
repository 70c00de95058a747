package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;

/**
 * The body of one request to an HTTP app, and how it is framed (contract section 1.6).
 * Each try of the request writes it; it is given back once, when the call is over.
 */
final class AppRequestBody {

	private static final String GONE = "the caller went away";

	private final InvokeRequest request;

	private final Verb verb;

	private boolean streamTaken;

	private boolean over;

	/**
	 * Takes a request's body.
	 * @param request the request
	 * @param verb its verb
	 */
	AppRequestBody(InvokeRequest request, Verb verb) {
		this.request = request;
		this.verb = verb;
	}

	/**
	 * Writes the body, and its framing into the head.
	 * @param http the head, whose other headers are there
	 * @param out the connection
	 * @return writes when subscribed to
	 */
	Publisher<Void> write(HttpClientRequest http, NettyOutbound out) {
		long length = declared();
		return this.request.body()
			.match((whole) -> writeWhole(whole, length, http, out),
					(streaming) -> writeStreaming(streaming, length, http, out));
	}

	/** The length that its sender has declared, or -1. */
	long declared() {
		String declared = this.request.headers().first(InvokeRequest.CONTENT_LENGTH);
		return (declared != null) ? parseLength(declared) : -1;
	}

	// As a Mono: a buffer given to sendObject is released a second time, after the
	// transport has released it, when the write fails or the call is cancelled.
	private Publisher<Void> writeWhole(InvokeBody.Whole body, long length, HttpClientRequest http, NettyOutbound out) {
		ByteBuf content = body.content();
		if (length >= 0 && length != content.readableBytes()) {
			throw DeclaredLength.mismatch(length, content.readableBytes());
		}
		if (content.isReadable()) {
			http.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(content.readableBytes()));
			return out.send(Mono.fromSupplier(() -> borrow(content)));
		}
		return switch (this.verb) {
			case GET, HEAD, DELETE -> out;
			case OPTIONS -> writeNone(http, out);
			default -> writeEmpty(http, out);
		};
	}

	// Only of the verbs above does the client know that they need no framing.
	private static Publisher<Void> writeNone(HttpClientRequest http, NettyOutbound out) {
		http.requestHeaders().remove(HttpHeaderNames.TRANSFER_ENCODING);
		return out.then();
	}

	// An app gets the empty body of a POST in chunks, even if its caller declared the
	// length 0 (contract section 1.6).
	private static Publisher<Void> writeEmpty(HttpClientRequest http, NettyOutbound out) {
		http.requestHeaders().remove(HttpHeaderNames.CONTENT_LENGTH);
		http.requestHeaders().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		return out.send(Flux.empty());
	}

	private Publisher<Void> writeStreaming(InvokeBody.Streaming body, long length, HttpClientRequest http,
			NettyOutbound out) {
		if (length < 0) {
			http.requestHeaders().remove(HttpHeaderNames.CONTENT_LENGTH);
			http.requestHeaders().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
			return out.sendObject(Flux.defer(() -> takeStream(body)));
		}
		http.requestHeaders().remove(HttpHeaderNames.TRANSFER_ENCODING);
		http.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(length));
		return out.sendObject(DeclaredLength.of(Flux.defer(() -> takeStream(body)), length));
	}

	private static long parseLength(String declared) {
		try {
			return Long.parseLong(declared);
		}
		catch (NumberFormatException ex) {
			throw new AppCallException("strconv.ParseInt: parsing \"" + declared + "\": invalid syntax", ex);
		}
	}

	/**
	 * Gives the body back, as the call is over. Connecting may fail, and the caller may
	 * go away while the client, on another thread, begins to write: a lock decides
	 * whether there still is a body.
	 */
	void giveBack() {
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.over = true;
			if (this.streamTaken) {
				return;
			}
		}
		this.request.body().discard();
	}

	/** Whether it can be written once more. */
	synchronized boolean isUntouched() {
		return !this.over && !this.streamTaken;
	}

	synchronized Flux<ByteBuf> takeStream(InvokeBody.Streaming body) {
		if (this.over || this.streamTaken) {
			return Flux.error(new IOException(GONE));
		}
		this.streamTaken = true;
		return body.source();
	}

	// The content is kept for another try.
	synchronized ByteBuf borrow(ByteBuf content) {
		if (this.over) {
			throw new UncheckedIOException(new IOException(GONE));
		}
		return content.retainedDuplicate();
	}

}
