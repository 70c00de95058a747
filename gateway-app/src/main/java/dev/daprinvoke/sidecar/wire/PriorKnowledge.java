package dev.daprinvoke.sidecar.wire;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * Looks at a connection's first bytes: if they are HTTP/2's preface the connection is
 * made HTTP/2's; then it is gone, so that HTTP/1.1 does not pay for it. One for each
 * connection.
 */
final class PriorKnowledge extends ByteToMessageDecoder {

	private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

	private final Http2Switch http2;

	/**
	 * Creates the look at one connection.
	 * @param http2 the way into HTTP/2
	 */
	PriorKnowledge(Http2Switch http2) {
		this.http2 = http2;
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
		int length = Math.min(bytes.readableBytes(), PREFACE.readableBytes());
		boolean isPreface = isEqual(bytes, length);
		if (isPreface && length < PREFACE.readableBytes()) {
			return;
		}
		if (isPreface) {
			this.http2.begin(context);
		}
		context.pipeline().remove(this);
	}

	private static boolean isEqual(ByteBuf bytes, int length) {
		for (int i = 0; i < length; i++) {
			if (bytes.getByte(bytes.readerIndex() + i) != PREFACE.getByte(PREFACE.readerIndex() + i)) {
				return false;
			}
		}
		return true;
	}

}
