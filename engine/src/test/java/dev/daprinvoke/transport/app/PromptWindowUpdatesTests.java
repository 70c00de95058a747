package dev.daprinvoke.transport.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reader has taken is open to the sender again, at whatever moment it was taken.
 */
class PromptWindowUpdatesTests {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int WINDOW_UPDATE = 8;

	/** POST http / by HPACK's static table. */
	private static final byte[] HEAD = { (byte) 0x83, (byte) 0x86, (byte) 0x84 };

	// Netty takes the first stream of a channel without a parent for an upgraded request.
	private static final int STREAM = 3;

	private final List<Channel> streams = new ArrayList<>();

	private final EmbeddedChannel connection = new EmbeddedChannel(Http2FrameCodecBuilder.forServer().build(),
			new PromptWindowUpdates(), new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel stream) {
					stream.config().setAutoRead(false);
					stream.pipeline().addLast(new Taker());
					PromptWindowUpdatesTests.this.streams.add(stream);
				}
			}));

	@AfterEach
	void close() {
		this.connection.finishAndReleaseAll();
	}

	@Test
	void whenAReaderAsksOnceMoreWhileItWaitsThenTheWindowIsGivenBackAtOnce() {
		this.connection.writeInbound(
				Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII),
				frame(SETTINGS, 0, new byte[0]), frame(HEADERS, STREAM, HEAD));
		Channel stream = this.streams.get(0);
		stream.read();
		stream.read();
		this.connection.writeInbound(frame(DATA, STREAM, new byte[16384]));
		stream.read();
		stream.read();
		// Now half of the window is taken, which Netty gives back at once.
		this.connection.writeInbound(frame(DATA, STREAM, new byte[16384]));
		assertThat(sentFrames()).doesNotContain(WINDOW_UPDATE);
		stream.read();
		assertThat(sentFrames()).contains(WINDOW_UPDATE);
	}

	private List<Integer> sentFrames() {
		List<Integer> types = new ArrayList<>();
		ByteBuf sent = Unpooled.buffer();
		for (ByteBuf part = this.connection.readOutbound(); part != null; part = this.connection.readOutbound()) {
			sent.writeBytes(part);
			part.release();
		}
		while (sent.isReadable()) {
			int length = sent.readUnsignedMedium();
			types.add((int) sent.readUnsignedByte());
			sent.skipBytes(5 + length);
		}
		return types;
	}

	private static ByteBuf frame(int type, int stream, byte[] payload) {
		int endOfHeaders = (type == HEADERS) ? 4 : 0;
		return Unpooled.buffer()
			.writeMedium(payload.length)
			.writeByte(type)
			.writeByte(endOfHeaders)
			.writeInt(stream)
			.writeBytes(payload);
	}

	/** Takes what comes and leaves it to others to ask for more. */
	private static final class Taker extends SimpleChannelInboundHandler<Http2StreamFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
		}

	}

}
