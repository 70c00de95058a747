package dev.daprinvoke.sidecar.wire;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sizes of chunks, whatever they come together with.
 */
class ChunkLinesTests {

	private static final String CHUNKED = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

	private static final String BEFORE = "\r\n\r\nGET /g HTTP/1.1\r\nHost: h\r\n\r\n"
			+ "POST /l HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\na\r\n\r\n5 " + CHUNKED
			+ "0b;x=\"5 6\"\r\n5\r\n5 6\r\n\r\nz\r\n03 \t\r\nabc\r\n0\r\nX-Trailer: 5 6\r\n\r\n" + CHUNKED
			+ "0\r\n\r\n";

	private static final String READ = "/g[].|/l[a\r\n\r\n5 ].|/c[5\r\n5 6\r\n\r\nzabc].|/c[].|";

	@Test
	void whenRequestsAreCutAnywhereThenEachIsReadWhole() {
		assertThat(read(BEFORE, "")).isEqualTo(READ);
		for (int i = 1; i < BEFORE.length(); i++) {
			assertThat(read(BEFORE.substring(0, i), BEFORE.substring(i))).isEqualTo(READ);
		}
		assertThat(read(BEFORE.split(""))).isEqualTo(READ);
	}

	@Test
	void whenASizeIsNoneThenTheBodyBreaksThereHoweverItIsCut() {
		String sent = BEFORE + CHUNKED
				+ "2\r\nhe\r\n5 6\r\nhello\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
		String expected = READ + "/c[he]!";
		assertThat(read(sent)).isEqualTo(expected);
		for (int i = 1; i < sent.length(); i++) {
			assertThat(read(sent.substring(0, i), sent.substring(i))).isEqualTo(expected);
		}
		assertThat(read(sent.split(""))).isEqualTo(expected);
	}

	private static String read(String... parts) {
		ChunkLines chunks = new ChunkLines();
		Reader reader = new Reader(chunks);
		EmbeddedChannel channel = new EmbeddedChannel(chunks, new HttpServerCodec(), reader);
		for (String part : parts) {
			channel.writeInbound(Unpooled.copiedBuffer(part, StandardCharsets.ISO_8859_1));
		}
		channel.finishAndReleaseAll();
		return reader.text.toString();
	}

	private static final class Reader extends ChannelInboundHandlerAdapter {

		private final ChunkLines chunks;

		private final StringBuilder text = new StringBuilder();

		Reader(ChunkLines chunks) {
			this.chunks = chunks;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpRequest request) {
				this.chunks.headDecoded(request);
				this.text.append(request.uri()).append('[');
			}
			if (message instanceof HttpContent content) {
				this.text.append(content.content().toString(StandardCharsets.ISO_8859_1));
				if (content instanceof LastHttpContent) {
					this.text.append(content.decoderResult().isFailure() ? "]!" : "].|");
				}
			}
			ReferenceCountUtil.release(message);
		}

	}

}
