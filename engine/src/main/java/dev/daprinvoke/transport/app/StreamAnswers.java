package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.util.List;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes over what an app says on an HTTP/2 stream before its answer: interim answers
 * (RFC 9110 section 15.2), as many as Go's client takes, and what the codec notes for
 * itself in the headers of the others. A switch of protocols is no interim answer.
 */
final class StreamAnswers extends ChannelInboundHandlerAdapter {

	private static final List<String> CODECS_OWN = List.of("x-http2-stream-id", "x-http2-stream-weight",
			"x-http2-stream-dependency-id");

	private boolean passingOver;

	private int interimAnswers;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			HttpHeaders headers = response.headers();
			CODECS_OWN.forEach(headers::remove);
			int status = response.status().code();
			this.passingOver = status >= 100 && status < 200 && status != 101;
			if (this.passingOver && ++this.interimAnswers > AnswerCodec.MOST_INTERIM) {
				ReferenceCountUtil.release(message);
				context.fireExceptionCaught(new IOException("http2: too many 1xx informational responses"));
				context.close();
				return;
			}
		}
		if (!this.passingOver) {
			context.fireChannelRead(message);
			return;
		}
		if (message instanceof LastHttpContent) {
			this.passingOver = false;
		}
		ReferenceCountUtil.release(message);
		context.read();
	}

}
