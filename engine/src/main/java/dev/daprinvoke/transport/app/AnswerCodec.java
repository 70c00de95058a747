package dev.daprinvoke.transport.app;

import java.net.ProtocolException;
import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;

/**
 * Speaks HTTP/1.1 on a connection to a server that need not be sane: one answer for each
 * request, and nothing that comes behind it is ever taken for the answer to another one
 * (RFC 9112 section 9.2). Whoever sends bytes that nobody asked for loses the connection,
 * as with Go's client; the answer before them is unharmed.
 */
final class AnswerCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {

	/** As many interim answers as Go's client takes before the answer. */
	static final int MOST_INTERIM = 5;

	private static final int DELIMITER = 2;

	/** Up to so many bytes of a body are one piece with the head. */
	private static final int SMALL_REQUEST = 127;

	private final Consumer<Channel> spoil;

	/** What was asked, as long as its answer is not complete. */
	private @Nullable HttpMethod asked;

	/** The way of the last request into the connection. */
	private @Nullable ChannelFuture sent;

	private boolean reused;

	private boolean answering;

	private boolean whole;

	private int interimAnswers;

	/**
	 * Creates the codec of one connection.
	 * @param config limits of answers
	 * @param spoil told that the connection is not fit for another call
	 */
	AnswerCodec(HttpDecoderConfig config, Consumer<Channel> spoil) {
		this.spoil = spoil;
		init(new Decoder(config), new HttpRequestEncoder());
	}

	/**
	 * Begins a call, before anything of it is written. As the questions about it below,
	 * only on the connection's event loop.
	 */
	void begin() {
		this.reused |= this.sent != null;
		this.sent = null;
		this.answering = false;
		this.interimAnswers = 0;
	}

	/** Whether there were calls on this connection before. */
	boolean isReused() {
		return this.reused;
	}

	/** Whether the server cannot have seen the request. */
	boolean isUnsent() {
		return this.sent == null || (this.sent.isDone() && !this.sent.isSuccess());
	}

	/** Whether a request was written since the last call has begun. */
	boolean hasSent() {
		return this.sent != null;
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
			if (message instanceof FullHttpRequest full && full.content().readableBytes() > SMALL_REQUEST) {
				writeApart(context, full, promise);
				return;
			}
			this.sent = promise;
		}
		super.write(context, message, promise);
	}

	// The head by itself: if a large body breaks off, the server has seen the head.
	private void writeApart(ChannelHandlerContext context, FullHttpRequest full, ChannelPromise promise)
			throws Exception {
		ChannelPromise head = context.newPromise();
		this.sent = head;
		super.write(context, new DefaultHttpRequest(full.protocolVersion(), full.method(), full.uri(), full.headers()),
				head);
		if (head.isDone() && !head.isSuccess()) {
			full.release();
			promise.tryFailure(head.cause());
			return;
		}
		super.write(context, new DefaultLastHttpContent(full.content()), promise);
	}

	private final class Decoder extends HttpResponseDecoder {

		private boolean interim;

		/** Whether interim answers came, and nothing behind them. */
		private boolean passedOver;

		/**
		 * Bytes up to the next line with the size of a chunk, below 0 if there is none.
		 */
		private long toNextChunk = -1;

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
			if (this.toNextChunk == 0 && !beginChunk(context, in, out)) {
				return;
			}
			int before = in.readableBytes();
			super.decode(context, in, out);
			if (this.toNextChunk > 0) {
				this.toNextChunk -= before - in.readableBytes();
			}
			if (out.isEmpty()) {
				return;
			}
			if (this.interim) {
				this.interim = false;
				passOver(context, out);
				return;
			}
			this.passedOver = false;
			if (out.get(0) instanceof HttpResponse answer) {
				begin(answer, out.size() > 1, in);
			}
			if (!(out.get(out.size() - 1) instanceof LastHttpContent)) {
				return;
			}
			AnswerCodec.this.asked = null;
			if (in.isReadable()) {
				in.skipBytes(in.readableBytes());
				AnswerCodec.this.spoil.accept(context.channel());
			}
		}

		// Interim answers come before the answer (RFC 9110 section 15.2). They have no
		// body: nothing is to be released.
		private void passOver(ChannelHandlerContext context, List<Object> out) {
			if (++AnswerCodec.this.interimAnswers <= MOST_INTERIM) {
				this.passedOver = true;
				out.clear();
				return;
			}
			HttpResponse answer = (HttpResponse) out.get(0);
			answer.setDecoderResult(
					DecoderResult.failure(new ProtocolException("net/http: too many 1xx informational responses")));
			out.subList(1, out.size()).clear();
			end(context);
		}

		// The superclass takes what was passed over for something that others have got,
		// who would ask for more.
		@Override
		public void channelReadComplete(ChannelHandlerContext context) throws Exception {
			boolean more = this.passedOver;
			this.passedOver = false;
			super.channelReadComplete(context);
			if (more) {
				context.read();
			}
		}

		private void begin(HttpResponse answer, boolean ended, ByteBuf in) {
			this.toNextChunk = -1;
			AnswerCodec.this.whole = ended;
			if (ended || answer.decoderResult().isFailure()) {
				return;
			}
			long length = HttpUtil.getContentLength(answer, -1L);
			if (length >= 0) {
				AnswerCodec.this.whole = length <= in.readableBytes() && length <= InvokeBody.WHOLE_LIMIT;
			}
			else if (HttpUtil.isTransferEncodingChunked(answer)) {
				this.toNextChunk = 0;
			}
		}

		// The superclass gets the line, too, and may come back for more of it.
		private boolean beginChunk(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
			int start = in.readerIndex();
			int end = in.indexOf(start, in.writerIndex(), HttpConstants.LF);
			if (end < 0) {
				return true;
			}
			try {
				int size = ChunkSize.read(in, start, end);
				this.toNextChunk = (size > 0) ? end + 1L - start + size + DELIMITER : -1;
				return true;
			}
			catch (AppCallException ex) {
				LastHttpContent broken = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
				broken.setDecoderResult(DecoderResult.failure(ex));
				out.add(broken);
				in.skipBytes(in.readableBytes());
				end(context);
				return false;
			}
		}

		private void end(ChannelHandlerContext context) {
			AnswerCodec.this.asked = null;
			this.toNextChunk = -1;
			AnswerCodec.this.spoil.accept(context.channel());
		}

		// The superclass cuts a name at its first blank, and the rest away: another
		// header.
		@Override
		protected AsciiString splitHeaderName(byte[] line, int start, int length) {
			int next = start + length;
			while (next < line.length && (line[next] == ' ' || line[next] == '\t')) {
				next++;
			}
			if (next == line.length || line[next] != ':') {
				throw new DecoderException(new ProtocolException("malformed MIME header line"));
			}
			return super.splitHeaderName(line, start, length);
		}

		@Override
		protected HttpMessage createMessage(String[] line) {
			try {
				return super.createMessage(line);
			}
			catch (NumberFormatException ex) {
				throw new DecoderException(new ProtocolException("malformed HTTP status code \"" + line[1] + "\""));
			}
		}

		// Asked once for the head of every answer.
		@Override
		protected boolean isContentAlwaysEmpty(HttpMessage message) {
			if (message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
				TransferCoding.check(message);
			}
			int status = ((HttpResponse) message).status().code();
			this.interim = status >= 100 && status < 200 && status != 101;
			return HttpMethod.HEAD.equals(AnswerCodec.this.asked) || super.isContentAlwaysEmpty(message);
		}

	}

}
