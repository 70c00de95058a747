package dev.daprinvoke.benchmarks.app;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/**
 * The beginning of a connection to the app, which tells whether HTTP/2 is spoken on it
 * (h2c with prior knowledge) or HTTP/1.1.
 */
final class AppDialect extends ByteToMessageDecoder {

	private static final byte[] HTTP2 = "PRI".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_STREAMS = 1000;

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (in.readableBytes() < HTTP2.length) {
			return;
		}
		ChannelPipeline pipeline = context.pipeline();
		if (isHttp2(in)) {
			pipeline.addLast(Http2FrameCodecBuilder.forServer()
				.initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(MAX_STREAMS))
				.build(), new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
					@Override
					protected void initChannel(Channel stream) {
						stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true), new AppHandler());
					}
				}));
		}
		else {
			pipeline.addLast(new HttpServerCodec(Transport.decoding()), new HttpServerKeepAliveHandler(),
					new AppHandler());
		}
		// What has been read goes on to the codec.
		pipeline.remove(this);
	}

	private static boolean isHttp2(ByteBuf in) {
		for (int i = 0; i < HTTP2.length; i++) {
			if (in.getByte(in.readerIndex() + i) != HTTP2[i]) {
				return false;
			}
		}
		return true;
	}

}
