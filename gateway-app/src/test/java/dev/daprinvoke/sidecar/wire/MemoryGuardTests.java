package dev.daprinvoke.sidecar.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.BodyMemory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies when there is no memory left.
 */
class MemoryGuardTests {

	private boolean out;

	private final EmbeddedChannel channel = new EmbeddedChannel(
			new MemoryGuard(new BodyMemory(() -> true, () -> !this.out)));

	@Test
	void whenThereIsMemoryThenAllPasses() {
		assertThat(this.channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[5])))).isTrue();
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whenThereIsNoMemoryThenABodyEndsItsConnectionAndHeadsPass() {
		this.out = true;
		this.channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/v1.0/healthz"),
				LastHttpContent.EMPTY_LAST_CONTENT);
		assertThat(this.channel.inboundMessages()).hasSize(2);
		ByteBuf bytes = Unpooled.wrappedBuffer(new byte[5]);
		this.channel.writeInbound(new DefaultHttpContent(bytes));
		assertThat(bytes.refCnt()).isZero();
		assertThat(this.channel.isOpen()).isFalse();
	}

}
