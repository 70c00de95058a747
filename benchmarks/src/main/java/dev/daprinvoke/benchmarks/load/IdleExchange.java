package dev.daprinvoke.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@link IdleExchanges}.
 */
final class IdleExchange extends SimpleChannelInboundHandler<HttpObject> {

	private static final byte[] CHUNK = "idle".getBytes(StandardCharsets.US_ASCII);

	private static final int MOST_TEXT = 300;

	private final Target target;

	private final CompletableFuture<Void> begun;

	private @Nullable String refusal;

	/**
	 * Prepares an exchange.
	 * @param target where to
	 * @param begun completed when the app's first chunk has arrived
	 */
	IdleExchange(Target target, CompletableFuture<Void> begun) {
		this.target = target;
		this.begun = begun;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, this.target.path("/echo"));
		request.headers().set(HttpHeaderNames.HOST, this.target.host());
		HttpUtil.setTransferEncodingChunked(request, true);
		context.write(request, context.voidPromise());
		context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(CHUNK)), context.voidPromise());
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpResponse response && !response.status().equals(HttpResponseStatus.OK)) {
			this.refusal = "the answer was " + response.status();
		}
		if (message instanceof HttpContent content && content.content().isReadable()) {
			begin(content.content().toString(StandardCharsets.UTF_8));
		}
		if (message instanceof LastHttpContent) {
			context.close();
		}
	}

	private void begin(String text) {
		if (this.refusal == null) {
			this.begun.complete(null);
		}
		else {
			fail(this.refusal + " " + text.substring(0, Math.min(text.length(), MOST_TEXT)).replaceAll("\\s+", " "));
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		fail((this.refusal != null) ? this.refusal : "the connection was closed");
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(cause.toString());
		context.close();
	}

	private void fail(String why) {
		this.begun.completeExceptionally(new LoadFailure(why));
	}

}
