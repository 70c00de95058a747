package dev.daprinvoke.transport.app;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import dev.daprinvoke.message.InvokeBody;

/**
 * Speaks HTTP/1.1 on a connection to a server that need not be sane: one answer for each
 * request, and nothing that comes behind it is ever taken for the answer to another one
 * (RFC 9112 section 9.2). Whoever sends bytes that nobody asked for loses the connection,
 * as with Go's client; the answer before them is unharmed.
 */
final class AnswerCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {

	/** What was asked, as long as its answer is not complete. */
	private @Nullable HttpMethod asked;

	/** The way of the last request into the connection. */
	private @Nullable ChannelFuture sent;

	private boolean reused;

	private boolean answering;

	private boolean whole;

	AnswerCodec(HttpDecoderConfig config) {
		init(new Decoder(config), new HttpRequestEncoder());
	}

	/**
	 * Begins a call, before anything of it is written. As the questions about it below,
	 * only on the connection's event loop.
	 */
	void begin() {
		this.reused = this.sent != null;
		this.sent = null;
		this.answering = false;
	}

	/** Whether there were calls on this connection before. */
	boolean isReused() {
		return this.reused;
	}

	/** Whether the server cannot have seen the request. */
	boolean isUnsent() {
		return this.sent == null || (this.sent.isDone() && !this.sent.isSuccess());
	}

	/** Whether nothing of an answer came. */
	boolean isUnanswered() {
		return !this.answering;
	}

	/**
	 * Whether all of the answer whose head has just come is there, and small enough to be
	 * passed on as one.
	 */
	boolean isWhole() {
		return this.whole;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpRequest request) {
			this.asked = request.method();
			this.sent = promise;
		}
		super.write(context, message, promise);
	}

	private final class Decoder extends HttpResponseDecoder {

		private boolean interim;

		Decoder(HttpDecoderConfig config) {
			super(config);
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
			if (AnswerCodec.this.asked == null) {
				in.skipBytes(in.readableBytes());
				context.close();
				return;
			}
			AnswerCodec.this.answering = true;
			super.decode(context, in, out);
			if (!out.isEmpty() && out.get(0) instanceof HttpResponse answer) {
				AnswerCodec.this.whole = out.size() > 1 || isThere(answer, in);
			}
			if (out.isEmpty() || !(out.get(out.size() - 1) instanceof LastHttpContent)) {
				return;
			}
			if (this.interim) {
				// Of these there may be any number before the answer (RFC 9110 section
				// 15.2). They have no body: nothing is to be released.
				out.clear();
				return;
			}
			AnswerCodec.this.asked = null;
			if (in.isReadable()) {
				in.skipBytes(in.readableBytes());
				Connection.from(context.channel()).markPersistent(false);
			}
		}

		private boolean isThere(HttpResponse answer, ByteBuf in) {
			if (answer.decoderResult().isFailure()) {
				return false;
			}
			long length = HttpUtil.getContentLength(answer, -1L);
			return length >= 0 && length <= in.readableBytes() && length <= InvokeBody.WHOLE_LIMIT;
		}

		// Asked once for the head of every answer.
		@Override
		protected boolean isContentAlwaysEmpty(HttpMessage message) {
			int status = ((HttpResponse) message).status().code();
			this.interim = status >= 100 && status < 200 && status != 101;
			return HttpMethod.HEAD.equals(AnswerCodec.this.asked) || super.isContentAlwaysEmpty(message);
		}

	}

}
