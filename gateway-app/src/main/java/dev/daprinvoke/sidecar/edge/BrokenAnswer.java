package dev.daprinvoke.sidecar.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The end of an answer that cannot be given, or not to its end: the client can tell,
 * since the connection, or the stream of HTTP/2, ends without the answer's end
 * (decisions: broken off mid-stream). The log gets one line of it.
 */
final class BrokenAnswer {

	private static final Logger log = LoggerFactory.getLogger(BrokenAnswer.class);

	private BrokenAnswer() {
	}

	/**
	 * Ends an answer.
	 * @param response the answer
	 * @param error why it cannot be given
	 * @return completes if there was something left to answer; else does not before the
	 * connection's end cancels it
	 */
	static Mono<Void> end(HttpServerResponse response, Throwable error) {
		return Mono.create((sink) -> response.withConnection((connection) -> {
			Channel channel = connection.channel();
			if (!channel.isActive()) {
				log.debug("Nobody waits for an answer: {}", error.getMessage());
				sink.error(error);
			}
			else if (response.hasSentHeaders() || error instanceof AbortedException) {
				log.warn("An answer breaks off: {}", error.getMessage());
				channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
			}
			else {
				log.warn("An answer cannot be given: {}", error.toString());
				sink.onCancel(internalError(response).subscribe((done) -> {
				}, sink::error, sink::success));
			}
		}));
	}

	private static Mono<Void> internalError(HttpServerResponse response) {
		response.responseHeaders()
			.clear()
			.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO)
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		return response.status(HttpResponseStatus.INTERNAL_SERVER_ERROR).send();
	}

}
