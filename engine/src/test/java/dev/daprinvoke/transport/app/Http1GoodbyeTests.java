package dev.daprinvoke.transport.app;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.TestCertificate;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that speak TLS and say goodbye (RFC 8446 section 6.1), but wait for us to hang up.
 */
class Http1GoodbyeTests extends Http1Harness {

	private final Queue<Channel> accepted = new ConcurrentLinkedQueue<>();

	private final AtomicInteger connections = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void whenTheAppSaysGoodbyeOnAnIdleConnectionThenItIsClosedAndTheNextCallIsOnAnother(String protocol)
			throws SSLException {
		HttpAppChannel channel = one(serve(protocol), HttpDialect.HTTPS, limits(10, 10, 10, LONG));
		for (int i = 1; i <= 3; i++) {
			assertWorks(channel);
			settle();
			assertThat(this.connections).hasValue(i);
			Channel app = this.accepted.remove();
			app.pipeline().get(SslHandler.class).closeOutbound();
			Await.until("it is closed", () -> !app.isActive());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void whenTheAppStaysThenTheConnectionServesAgain(String protocol) throws SSLException {
		HttpAppChannel channel = one(serve(protocol), HttpDialect.HTTPS, limits(10, 10, 10, LONG));
		for (int i = 0; i < 3; i++) {
			assertWorks(channel);
		}
		assertThat(this.connections).hasValue(1);
	}

	private int serve(String protocol) throws SSLException {
		SslContext context = SslContextBuilder.forServer(TestCertificate.keys())
			.sslProvider(SslProvider.JDK)
			.protocols(protocol)
			.build();
		Channel server = new ServerBootstrap().group(TestLoops.HOP.group())
			.channel(TestLoops.HOP.serverChannel())
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					Http1GoodbyeTests.this.connections.incrementAndGet();
					Http1GoodbyeTests.this.accepted.add(channel);
					channel.pipeline()
						.addLast(context.newHandler(channel.alloc()), new HttpRequestDecoder(), new Answering());
				}

			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
		closeLater(() -> server.close().syncUninterruptibly());
		return ((InetSocketAddress) server.localAddress()).getPort();
	}

	private static final class Answering extends SimpleChannelInboundHandler<HttpObject> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
			if (part instanceof LastHttpContent) {
				context.writeAndFlush(Unpooled.copiedBuffer(OK, StandardCharsets.ISO_8859_1));
			}
		}

	}

}
