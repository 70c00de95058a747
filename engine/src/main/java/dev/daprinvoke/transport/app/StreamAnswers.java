package dev.daprinvoke.transport.app;

import java.util.List;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Passes over interim answers on an HTTP/2 stream, and takes out of the others what the
 * codec notes in their headers for itself.
 */
final class StreamAnswers extends InterimAnswers {

	private static final List<String> CODECS_OWN = List.of("x-http2-stream-id", "x-http2-stream-weight",
			"x-http2-stream-dependency-id");

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			HttpHeaders headers = response.headers();
			CODECS_OWN.forEach(headers::remove);
		}
		super.channelRead(context, message);
	}

}
