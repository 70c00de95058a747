package dev.daprinvoke.benchmarks.app;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AppDialectTests {

	private static final int TYPE_IN_FRAME = 3;

	private final EmbeddedChannel connection = new EmbeddedChannel(new AppDialect());

	@Test
	void answersHttp1InHttp1() {
		this.connection.writeInbound(ascii("G"), ascii("ET /kb HTTP/1.1\r\nHost: h\r\n\r\n"));
		assertThat(sent().toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK\r\n")
			.contains("content-length: 1024\r\n");
	}

	@Test
	void beginsHttp2WithItsSettings() {
		ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
		this.connection.writeInbound(preface.readRetainedSlice(1), preface);
		assertThat(sent().getByte(TYPE_IN_FRAME)).isEqualTo(Http2FrameTypes.SETTINGS);
	}

	private static ByteBuf ascii(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	private ByteBuf sent() {
		ByteBuf all = Unpooled.buffer();
		for (ByteBuf part = this.connection.readOutbound(); part != null; part = this.connection.readOutbound()) {
			all.writeBytes(part);
			part.release();
		}
		return all;
	}

}
