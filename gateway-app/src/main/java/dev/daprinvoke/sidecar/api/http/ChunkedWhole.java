package dev.daprinvoke.sidecar.api.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Sends answers that are complete in memory in chunks all the same, in one write: clients
 * of Dapr see what apps answer in chunks, never with a length (contract section 1.6),
 * while Reactor Netty gives every complete answer its length.
 */
@Sharable
public final class ChunkedWhole extends ChannelOutboundHandlerAdapter {

	/** The one handler for all connections. */
	public static final ChunkedWhole INSTANCE = new ChunkedWhole();

	/** Never leaves the process. */
	private static final String MARK = "dapr-invoke-chunked";

	private ChunkedWhole() {
	}

	/**
	 * Marks a complete answer to be sent in chunks.
	 * @param headers the answer's headers
	 */
	public static void mark(HttpHeaders headers) {
		headers.set(MARK, "");
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof FullHttpResponse response && response.headers().contains(MARK)) {
			HttpHeaders headers = response.headers();
			headers.remove(MARK);
			headers.remove(HttpHeaderNames.CONTENT_LENGTH);
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		context.write(message, promise);
	}

}
