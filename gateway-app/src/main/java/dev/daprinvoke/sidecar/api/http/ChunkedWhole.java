package dev.daprinvoke.sidecar.api.http;

import java.util.UUID;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Sends answers that are complete in memory in chunks all the same, in one write: clients
 * of Dapr see what apps answer in chunks, never with a length (contract section 1.6),
 * while Reactor Netty gives every complete answer its length.
 */
@Sharable
public final class ChunkedWhole extends ChannelOutboundHandlerAdapter {

	/** The one handler for all connections. */
	public static final ChunkedWhole INSTANCE = new ChunkedWhole();

	/** Never leaves the process, and no app can know it. */
	private static final String MARK = "dapr-invoke-" + UUID.randomUUID();

	private static final String HEADERS_ONLY = "headers-only";

	private ChunkedWhole() {
	}

	/**
	 * Marks a complete answer to be sent in chunks.
	 * @param headers the answer's headers
	 */
	public static void mark(HttpHeaders headers) {
		headers.set(MARK, "");
	}

	/**
	 * Marks an answer to HEAD: Reactor Netty announces chunks that never come, and takes
	 * an answer that announces nothing for one that ends its connection.
	 * @param headers the answer's headers
	 */
	public static void markHeadersOnly(HttpHeaders headers) {
		headers.set(MARK, HEADERS_ONLY);
	}

	/**
	 * Takes the mark off an answer of HTTP/2, which has no chunks.
	 * @param headers the answer's headers
	 * @return whether it was marked, and so is to have no length
	 */
	public static boolean unmark(Http2Headers headers) {
		return headers.remove(MARK);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response && response.headers().contains(MARK)) {
			HttpHeaders headers = response.headers();
			boolean headersOnly = headers.contains(MARK, HEADERS_ONLY, false);
			headers.remove(MARK);
			headers.remove(HttpHeaderNames.CONTENT_LENGTH);
			if (headersOnly) {
				headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
			}
			else {
				headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
			}
		}
		context.write(message, promise);
	}

}
