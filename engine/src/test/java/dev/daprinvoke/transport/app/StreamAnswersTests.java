package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What comes before the answer on a stream of HTTP/2 (RFC 9110 section 15.2).
 */
class StreamAnswersTests extends HttpAppHarness {

	private final EmbeddedChannel stream = new EmbeddedChannel(new StreamAnswers());

	private static HttpResponse head(int status) {
		return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103 })
	void whenFiveInterimAnswersComeThenTheAnswerBehindThemCounts(int status) {
		for (int i = 0; i < 5; i++) {
			this.stream.writeInbound((i % 2 == 0) ? head(status)
					: new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status)));
		}
		HttpResponse answer = head(200);
		this.stream.writeInbound(answer);
		assertThat(this.stream.<Object>readInbound()).isSameAs(answer);
		assertThat(this.stream.isOpen()).isTrue();
		this.stream.finishAndReleaseAll();
	}

	@Test
	void whenASixthInterimAnswerComesThenTheStreamFails() {
		for (int i = 0; i < 5; i++) {
			this.stream.writeInbound(head(103));
		}
		assertThatThrownBy(() -> this.stream.writeInbound(head(103))).isInstanceOf(IOException.class)
			.hasMessage("http2: too many 1xx informational responses");
		assertThat(this.stream.isOpen()).isFalse();
		assertThat(this.stream.<Object>readInbound()).isNull();
	}

	@Test
	void whenInterimAnswersNeverEndThenTheCallFailsAndTheNextOneWorks() {
		int port = sayingHints(6, 5);
		HttpAppChannel channel = channel(HttpAppSettings.of("127.0.0.1", port).withDialect(HttpDialect.H2C));
		assertThat(failure(channel, Calls.get()))
			.hasMessage("Get \"http://127.0.0.1:" + port + "/items\": http2: too many 1xx informational responses");
		for (int i = 0; i < 3; i++) {
			InvokeResponse next = answer(channel, Calls.get());
			assertThat(next.status()).isEqualTo(200);
			next.body().discard();
		}
	}

	/**
	 * An app that says hints, so many to its first call and so many to others, before an
	 * answer.
	 */
	private int sayingHints(int first, int later) {
		AtomicInteger hints = new AtomicInteger(first);
		Channel server = new ServerBootstrap().group(TestLoops.HOP.group())
			.channel(TestLoops.HOP.serverChannel())
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forServer().build(),
								new SimpleChannelInboundHandler<Http2HeadersFrame>() {

									@Override
									protected void channelRead0(ChannelHandlerContext context, Http2HeadersFrame call) {
										say(context, call.stream(), hints.getAndSet(later));
									}

								});
				}

			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
		closeLater(() -> server.close().syncUninterruptibly());
		return ((InetSocketAddress) server.localAddress()).getPort();
	}

	private static void say(ChannelHandlerContext context, Http2FrameStream stream, int hints) {
		for (int i = 0; i < hints; i++) {
			context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("103")).stream(stream));
		}
		context
			.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), true).stream(stream));
	}

}
