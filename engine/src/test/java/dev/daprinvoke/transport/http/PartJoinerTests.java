package dev.daprinvoke.transport.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Small parts of bodies that come in one read.
 */
class PartJoinerTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(new PartJoiner());

	@AfterEach
	void releaseAll() {
		this.channel.finishAndReleaseAll();
	}

	private void read(Object... messages) {
		for (Object message : messages) {
			this.channel.pipeline().fireChannelRead(message);
		}
	}

	private List<String> passed() {
		List<String> seen = new ArrayList<>();
		for (Object message = this.channel.readInbound(); message != null; message = this.channel.readInbound()) {
			if (message instanceof HttpContent content) {
				seen.add(content.content().toString(StandardCharsets.US_ASCII)
						+ ((message instanceof LastHttpContent) ? "." : ""));
				content.release();
			}
			else {
				seen.add("head");
			}
		}
		return seen;
	}

	/** What comes behind as many in one read is joined. */
	private void readMany() {
		for (int i = 0; i < 32; i++) {
			read(part("."));
		}
		assertThat(passed()).hasSize(32).containsOnly(".");
	}

	private static HttpContent part(String text) {
		return new DefaultHttpContent(Buffers.of(text));
	}

	@Test
	void whenFewSmallPartsComeInOneReadThenTheyPassAtOnceAsTheyAre() {
		for (int i = 0; i < 3; i++) {
			readMany();
			this.channel.pipeline().fireChannelReadComplete();
			assertThat(passed()).isEmpty();
		}
	}

	@Test
	void whenManySmallPartsComeInOneReadThenTheyPassAsOneAtItsEnd() {
		readMany();
		read(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK), part("a"), part("b"), part("c"));
		assertThat(passed()).containsExactly("head");
		this.channel.pipeline().fireChannelReadComplete();
		assertThat(passed()).containsExactly("abc");
	}

	@Test
	void whenThereIsOneThenItsBytesAreNotCopied() {
		readMany();
		ByteBuf bytes = Buffers.of("a");
		read(new DefaultHttpContent(bytes));
		this.channel.pipeline().fireChannelReadComplete();
		HttpContent only = this.channel.readInbound();
		assertThat(only.content()).isSameAs(bytes);
		only.release();
	}

	@Test
	void whenALargePartOrTheEndComesThenWhatCameBeforeKeepsItsPlace() {
		readMany();
		String large = "x".repeat(4096);
		read(part("a"), part("b"), part(large), part("c"), new DefaultLastHttpContent(Buffers.of("d")));
		assertThat(passed()).containsExactly("ab", large, "c", "d.");
	}

	@Test
	void whenSixtyFourKilobytesHaveComeThenTheyPassBeforeTheReadEnds() {
		readMany();
		for (int i = 0; i < 70_000; i++) {
			read(part("x"));
		}
		assertThat(passed()).singleElement().asString().hasSize(64 * 1024);
		this.channel.pipeline().fireChannelReadComplete();
		assertThat(passed()).singleElement().asString().hasSize(70_000 - 64 * 1024);
	}

	@Test
	void whenAPartIsBrokenThenItPassesAloneBehindTheOthers() {
		HttpContent broken = part("?");
		readMany();
		broken.setDecoderResult(DecoderResult.failure(new IOException("broken")));
		read(part("a"), part("b"), broken);
		assertThat(passed()).containsExactly("ab", "?");
	}

	@Test
	void whenTheConnectionFailsOrClosesThenWhatCameIsNotLost() {
		List<String> order = new ArrayList<>();
		EmbeddedChannel watched = new EmbeddedChannel(new PartJoiner(), new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				HttpContent content = (HttpContent) message;
				order.add(content.content().toString(StandardCharsets.US_ASCII));
				content.release();
			}

			@Override
			public void channelInactive(ChannelHandlerContext context) {
				order.add("closed");
			}

		});
		for (int i = 0; i < 32; i++) {
			watched.pipeline().fireChannelRead(part("."));
		}
		order.clear();
		watched.pipeline().fireChannelRead(part("a"));
		watched.pipeline().fireExceptionCaught(new IOException("reset"));
		order.add("failed");
		watched.pipeline().fireChannelRead(part("b"));
		watched.pipeline().fireChannelRead(part("c"));
		watched.close();
		assertThat(order).containsExactly("a", "failed", "bc", "closed");
		assertThatIOException().isThrownBy(watched::checkException);
	}

	@Test
	void whenTheHandlerIsRemovedThenWhatItHeldPasses() {
		readMany();
		read(part("a"));
		this.channel.pipeline().remove(PartJoiner.class);
		assertThat(passed()).containsExactly("a");
	}

}
