package dev.daprinvoke.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import dev.daprinvoke.benchmarks.app.BodySource;
import dev.daprinvoke.benchmarks.load.BigTransfer.Direction;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
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
 * The connection of a {@link BigTransfer}.
 */
final class BigTransferHandler extends SimpleChannelInboundHandler<HttpObject> {

	private final Target target;

	private final Direction direction;

	private final long bytes;

	private final CompletableFuture<Long> nanos;

	private final StringBuilder answer = new StringBuilder();

	private @Nullable BodySource body;

	private long startNanos;

	private long received;

	/**
	 * Prepares the transfer, which begins when the connection is open.
	 * @param target where to
	 * @param direction which way
	 * @param bytes how many bytes
	 * @param nanos completed with the duration when all bytes have arrived
	 */
	BigTransferHandler(Target target, Direction direction, long bytes, CompletableFuture<Long> nanos) {
		this.target = target;
		this.direction = direction;
		this.bytes = bytes;
		this.nanos = nanos;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.startNanos = System.nanoTime();
		if (this.direction == Direction.DOWN) {
			context.write(request(HttpMethod.GET, "/bytes/" + this.bytes), context.voidPromise());
			this.body = new BodySource(context.channel(), 0);
		}
		else {
			HttpRequest request = request(HttpMethod.POST, (this.direction == Direction.UP) ? "/sink" : "/echo");
			HttpUtil.setContentLength(request, this.bytes);
			context.write(request, context.voidPromise());
			this.body = new BodySource(context.channel(), this.bytes);
		}
		this.body.write();
	}

	private HttpRequest request(HttpMethod method, String appPath) {
		HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, this.target.path(appPath));
		request.headers().set(HttpHeaderNames.HOST, this.target.host());
		return request;
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable() && this.body != null) {
			this.body.write();
		}
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpResponse response && !response.status().equals(HttpResponseStatus.OK)) {
			fail("the answer was " + response.status());
		}
		if (message instanceof HttpContent content) {
			this.received += content.content().readableBytes();
			if (this.direction == Direction.UP && this.received < Byte.MAX_VALUE) {
				this.answer.append(content.content().toString(StandardCharsets.US_ASCII));
			}
		}
		if (message instanceof LastHttpContent) {
			end();
		}
	}

	private void end() {
		String arrived = (this.direction == Direction.UP) ? this.answer.toString() : Long.toString(this.received);
		if (arrived.equals(Long.toString(this.bytes))) {
			this.nanos.complete(System.nanoTime() - this.startNanos);
		}
		else {
			fail(arrived + " of " + this.bytes + " bytes arrived");
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		fail("the connection was closed after " + this.received + " bytes of the answer");
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(cause.toString());
		context.close();
	}

	private void fail(String why) {
		this.nanos.completeExceptionally(new LoadFailure(why));
	}

}
