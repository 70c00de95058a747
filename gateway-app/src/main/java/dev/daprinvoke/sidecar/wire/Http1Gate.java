package dev.daprinvoke.sidecar.wire;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Lets the requests of an HTTP/1.1 connection in one by one: the next when the answer to
 * the last is out, so that what a client sends ahead is answered in order, keeps nobody
 * else waiting and takes bounded memory. Refuses what {@link RequestCheck} refuses, and
 * ends connections whose client goes on sending after its answer, or whose server stops.
 * Stands behind the decoder; one for each connection.
 */
final class Http1Gate extends ChannelDuplexHandler {

	/** Go's server reads that many bytes of a body nobody wanted, in bytes. */
	static final int MOST_SURPLUS = 256 * 1024;

	/** From how many parts of requests sent ahead no more are read. */
	static final int MOST_AHEAD = 64;

	private final HeadDeadline deadline;

	private final ChunkLines chunks;

	private final @Nullable Http2Switch http2;

	private final BooleanSupplier stopping;

	private @Nullable Queue<Object> ahead;

	/** From a request's head until its body is complete. */
	private boolean receiving;

	/** From a request's head until its answer is out. */
	private boolean answering;

	/** The last part of the answer has been written. */
	private boolean answered;

	/** No more requests are taken, and the answer being given is the last. */
	private boolean closing;

	private boolean brokenBody;

	/** What broke the body, as long as nobody reads on. */
	private @Nullable BrokenBodyException unread;

	/** All that comes is thrown away. */
	private boolean ended;

	private boolean reading = true;

	/** What is missing of the body, in bytes; -1 if unknown. */
	private long missing;

	private int surplus;

	/**
	 * Creates the gate of one connection.
	 * @param deadline learns what has been decoded
	 * @param chunks learns of each head that has been decoded
	 * @param http2 the way into HTTP/2, {@code null} if there is none
	 * @param stopping whether answers that have not begun are their connections' last
	 */
	Http1Gate(HeadDeadline deadline, ChunkLines chunks, @Nullable Http2Switch http2, BooleanSupplier stopping) {
		this.deadline = deadline;
		this.chunks = chunks;
		this.http2 = http2;
		this.stopping = stopping;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		tell(message);
		if (this.ended || this.deadline.isLate()) {
			ReferenceCountUtil.release(message);
		}
		else if (isAhead(message)) {
			keep(context, message);
		}
		else {
			let(context, message);
		}
	}

	private void tell(Object message) {
		if (message instanceof HttpRequest request) {
			this.deadline.headDecoded();
			this.chunks.headDecoded(request);
		}
		else if (message instanceof LastHttpContent) {
			this.deadline.headExpected();
		}
		else {
			this.deadline.bodyDecoded();
		}
	}

	private boolean isAhead(Object message) {
		Queue<Object> waiting = this.ahead;
		if (waiting != null && !waiting.isEmpty()) {
			return true;
		}
		return mustWait() && message instanceof HttpRequest;
	}

	private boolean mustWait() {
		return (this.answering || this.closing) && !this.receiving;
	}

	private void keep(ChannelHandlerContext context, Object message) {
		Queue<Object> waiting = this.ahead;
		if (waiting == null) {
			waiting = new ArrayDeque<>();
			this.ahead = waiting;
		}
		waiting.add(message);
		if (waiting.size() >= MOST_AHEAD && this.reading) {
			this.reading = false;
			context.channel().config().setAutoRead(false);
		}
	}

	private void let(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			begin(context, request);
		}
		else if (message instanceof HttpContent content) {
			goOn(context, content);
		}
		else {
			context.fireChannelRead(message);
		}
	}

	private void begin(ChannelHandlerContext context, HttpRequest request) {
		Refusal refusal = RequestCheck.of(request);
		if (refusal != null) {
			ReferenceCountUtil.release(request);
			refuse(context, refusal);
			return;
		}
		this.receiving = true;
		this.answering = true;
		this.answered = false;
		this.closing = false;
		this.surplus = 0;
		this.missing = HttpUtil.getContentLength(request, -1L);
		this.deadline.serving(true);
		if (this.http2 != null && request.headers().contains(HttpHeaderNames.UPGRADE) && H2cUpgrade.isAsked(request)
				&& !this.stopping.getAsBoolean() && this.http2.waiting().enter()) {
			context.pipeline().addAfter(context.name(), null, new H2cUpgrade(this.http2));
		}
		context.fireChannelRead(request);
	}

	private void goOn(ChannelHandlerContext context, HttpContent content) {
		if (content.decoderResult().isFailure()) {
			content.release();
			breakBody(context, content.decoderResult().cause());
			return;
		}
		int size = content.content().readableBytes();
		this.missing -= (this.missing >= 0) ? size : 0;
		if (content instanceof LastHttpContent) {
			this.receiving = false;
			context.fireChannelRead(content);
			next(context);
		}
		else if (this.answered && (this.surplus += size) > MOST_SURPLUS) {
			content.release();
			context.close();
		}
		else {
			context.fireChannelRead(content);
		}
	}

	// The call ends with the reader's error, as with Dapr, and is still answered. Before
	// there is a reader, Reactor Netty would end the connection instead.
	private void breakBody(ChannelHandlerContext context, Throwable cause) {
		if (this.answered) {
			context.close();
			return;
		}
		this.brokenBody = true;
		if (this.http2 != null) {
			H2cUpgrade.giveUp(context.pipeline());
		}
		BrokenBodyException problem = new BrokenBodyException(cause);
		if (context.channel().config().isAutoRead()) {
			context.fireExceptionCaught(problem);
		}
		else {
			this.unread = problem;
		}
	}

	@Override
	public void read(ChannelHandlerContext context) {
		BrokenBodyException problem = this.unread;
		if (problem != null) {
			this.unread = null;
			context.fireExceptionCaught(problem);
		}
		context.read();
	}

	private void refuse(ChannelHandlerContext context, Refusal refusal) {
		this.ended = true;
		forget();
		ByteBuf answer = refusal.answer();
		context.pipeline()
			.context(HttpServerCodec.class)
			.writeAndFlush(answer)
			.addListener((sent) -> LingeringClose.begin(context));
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		ChannelPromise written = promise;
		if (message instanceof HttpResponse response) {
			if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
				context.write(message, promise);
				return;
			}
			head(response);
		}
		if (message instanceof LastHttpContent) {
			this.answered = true;
			if (this.closing) {
				written = promise.unvoid().addListener((sent) -> context.channel().close());
			}
		}
		context.write(message, written);
	}

	// A body that will not be read to its end ends the connection, as does the server's
	// stop, also if the request came before it (contract section 5.3).
	private void head(HttpResponse response) {
		if (this.brokenBody || this.stopping.getAsBoolean() || (this.receiving && this.missing > MOST_SURPLUS
				&& !response.status().equals(HttpResponseStatus.CONTINUE) && isFinal(response))) {
			this.closing = true;
			HttpUtil.setKeepAlive(response, false);
		}
	}

	// An app that answers while it reads has not refused the rest.
	private static boolean isFinal(HttpResponse response) {
		return response instanceof LastHttpContent || response.status().code() >= 400;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ConnectionEnd.ASKED) {
			end(context);
			return;
		}
		context.fireUserEventTriggered(event);
		if (this.answering && this.answered && ChannelOperations.get(context.channel()) == null) {
			this.answering = false;
			next(context);
		}
	}

	// What has been sent ahead reaches nobody; behind an answer that has been written,
	// but
	// is not yet out, the connection is closed when it is.
	private void end(ChannelHandlerContext context) {
		this.closing = true;
		if (!this.answering || this.answered) {
			context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((sent) -> context.channel().close());
		}
	}

	private void next(ChannelHandlerContext context) {
		if (this.answering || this.receiving || this.ended) {
			return;
		}
		this.deadline.serving(false);
		Queue<Object> waiting = this.ahead;
		if (waiting == null || waiting.isEmpty()) {
			return;
		}
		context.executor().execute(() -> letAhead(context, waiting));
	}

	private void letAhead(ChannelHandlerContext context, Queue<Object> waiting) {
		while (!waiting.isEmpty() && !mustWait() && !this.ended && !context.isRemoved()) {
			let(context, waiting.remove());
		}
		if (waiting.isEmpty() && !this.reading) {
			this.reading = true;
			// Whoever reads a body says himself when he can take more of it.
			if (!this.receiving) {
				context.channel().config().setAutoRead(true);
			}
		}
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		Queue<Object> waiting = this.ahead;
		boolean isSending = (this.answered && this.receiving || waiting != null && !waiting.isEmpty()) && !this.ended
				&& context.channel().isActive();
		this.ended = true;
		forget();
		if (isSending) {
			LingeringClose.begin(context);
			promise.trySuccess();
		}
		else {
			context.close(promise);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		forget();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		forget();
		if (this.closing && context.channel().isActive()) {
			// It has become one of HTTP/2, which ends by itself when it is told to.
			context.executor().execute(() -> context.channel().close());
		}
	}

	private void forget() {
		Queue<Object> waiting = this.ahead;
		if (waiting != null) {
			waiting.forEach(ReferenceCountUtil::release);
			waiting.clear();
		}
	}

}
