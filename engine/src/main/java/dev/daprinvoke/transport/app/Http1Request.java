package dev.daprinvoke.transport.app;

import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;

/**
 * A request as it is written to an app that speaks HTTP/1.1, framed as contract section
 * 1.6 says. Written on the event loop of its connection, and on another one if it has to
 * go out again; may be ended on any thread.
 */
final class Http1Request {

	private final InvokeRequest request;

	private final Verb verb;

	private final String host;

	private final String uri;

	private final String baseUrl;

	private final AppRequestBody body;

	private boolean written;

	private @Nullable ChannelFuture head;

	private @Nullable Http1RequestStream stream;

	/**
	 * Describes a request.
	 * @param request what to call; the body is consumed
	 * @param verb the verb
	 * @param host the server as its URL names it
	 * @param baseUrl the server, for error texts
	 * @param uri path and query
	 */
	Http1Request(InvokeRequest request, Verb verb, String host, String baseUrl, String uri) {
		this.request = request;
		this.verb = verb;
		this.host = host;
		this.uri = uri;
		this.baseUrl = baseUrl;
		this.body = new AppRequestBody(request, verb);
	}

	Verb verb() {
		return this.verb;
	}

	/** The full URL, for error texts. */
	String url() {
		return this.baseUrl + this.uri;
	}

	/**
	 * Writes it, or begins to.
	 * @param channel the connection
	 * @param unsendable told if the body breaks off
	 * @param unsent told if not even the head goes out
	 * @throws RuntimeException if it cannot be written; nothing of it is, then
	 */
	void write(Channel channel, Consumer<Throwable> unsendable, Consumer<Throwable> unsent) {
		this.written = false;
		HttpHeaders headers = new DefaultHttpHeaders();
		AppHeaders.write(this.request, this.host, headers);
		long declared = this.body.declared();
		ChannelFuture begun = this.request.body()
			.match((whole) -> writeWhole(whole.content(), declared, headers, channel),
					(streaming) -> writeStream(streaming, declared, headers, channel, unsendable));
		this.head = begun;
		this.written = true;
		begun.addListener((done) -> {
			if (!done.isSuccess()) {
				unsent.accept(done.cause());
			}
		});
	}

	private ChannelFuture writeWhole(ByteBuf content, long declared, HttpHeaders headers, Channel channel) {
		if (declared >= 0 && declared != content.readableBytes()) {
			throw DeclaredLength.mismatch(declared, content.readableBytes());
		}
		if (content.isReadable()) {
			headers.set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(content.readableBytes()));
		}
		else if (!this.verb.usuallyLacksBody()) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		ByteBuf bytes = content.isReadable() ? this.body.borrow(content) : Unpooled.EMPTY_BUFFER;
		return channel.writeAndFlush(full(bytes, headers));
	}

	// It refuses some texts.
	private DefaultFullHttpRequest full(ByteBuf bytes, HttpHeaders headers) {
		try {
			return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method(), this.uri, bytes, headers,
					EmptyHttpHeaders.INSTANCE);
		}
		catch (RuntimeException ex) {
			bytes.release();
			throw ex;
		}
	}

	private ChannelFuture writeStream(InvokeBody.Streaming streaming, long declared, HttpHeaders headers,
			Channel channel, Consumer<Throwable> unsendable) {
		if (declared >= 0) {
			headers.set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(declared));
		}
		else {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		ChannelFuture begun = channel.write(new DefaultHttpRequest(HttpVersion.HTTP_1_1, method(), this.uri, headers));
		Flux<ByteBuf> bytes = Flux.defer(() -> this.body.takeStream(streaming));
		Http1RequestStream sending = new Http1RequestStream(channel, unsendable);
		this.stream = sending;
		((declared >= 0) ? DeclaredLength.of(bytes, declared) : bytes).subscribe(sending);
		sending.flushSoon();
		return begun;
	}

	private HttpMethod method() {
		return HttpMethod.valueOf(this.verb.name());
	}

	/** There is room for more of the body. */
	void writable() {
		if (this.stream != null) {
			this.stream.writable();
		}
	}

	/** Whether all that there was to write is. */
	boolean isWritten() {
		return this.written;
	}

	/** Whether the app may have seen some of it. */
	boolean isBegun() {
		return this.written || this.stream != null;
	}

	/** Whether all of it is on its way. */
	boolean isSent() {
		ChannelFuture all = (this.stream != null) ? this.stream.sent() : this.head;
		return all != null && all.isSuccess();
	}

	/** Whether it can be written once more. */
	boolean isUntouched() {
		return this.body.isUntouched();
	}

	/** Says that it is not written once more. */
	void keepNoLonger() {
		this.body.giveBack();
	}

	/** Ends it, whatever of it is still to be sent. On its event loop if it is begun. */
	void end() {
		if (this.stream != null) {
			this.stream.cancel();
		}
		this.body.giveBack();
	}

}
