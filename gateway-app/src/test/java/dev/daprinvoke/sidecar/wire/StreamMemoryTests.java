package dev.daprinvoke.sidecar.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Stream;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.BodyMemory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames of bodies when there is no memory left.
 */
class StreamMemoryTests {

	private boolean out;

	private final EmbeddedChannel channel = new EmbeddedChannel(
			new StreamMemory(new BodyMemory(() -> true, () -> !this.out)));

	private final Http2FrameStream stream = new Http2FrameStream() {

		@Override
		public int id() {
			return 3;
		}

		@Override
		public Http2Stream.State state() {
			return Http2Stream.State.OPEN;
		}

	};

	@Test
	void whenThereIsMemoryThenFramesPass() {
		assertThat(this.channel.writeInbound(frame(Unpooled.wrappedBuffer(new byte[5])))).isTrue();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whenThereIsNoMemoryThenABodyEndsItsStreamAndTheEndOfOnePasses() {
		this.out = true;
		assertThat(this.channel.writeInbound(frame(Unpooled.EMPTY_BUFFER))).isTrue();
		ByteBuf bytes = Unpooled.wrappedBuffer(new byte[5]);
		assertThat(this.channel.writeInbound(frame(bytes))).isTrue();
		assertThat(this.channel.inboundMessages()).hasSize(1);
		assertThat(bytes.refCnt()).isZero();
		Http2ResetFrame reset = this.channel.readOutbound();
		assertThat(reset.stream()).isSameAs(this.stream);
		assertThat(reset.errorCode()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM.code());
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.finishAndReleaseAll();
	}

	private Http2DataFrame frame(ByteBuf bytes) {
		return new DefaultHttp2DataFrame(bytes).stream(this.stream);
	}

}
