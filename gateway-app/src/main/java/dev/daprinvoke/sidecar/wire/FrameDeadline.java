package dev.daprinvoke.sidecar.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * The time of what is no body over HTTP/2: of the preface and first settings, of a
 * request's headers, continuations included, and of any other frame but a body's. Stands
 * before the frame codec; one for each connection.
 */
final class FrameDeadline extends ReadDeadline {

	private final byte[] header = new byte[Http2CodecUtil.FRAME_HEADER_LENGTH];

	private int headerBytes;

	/** What is left of the preface or of a frame's payload, in bytes. */
	private int left = Http2CodecUtil.connectionPrefaceBuf().readableBytes();

	private boolean first = true;

	private boolean inData;

	private boolean headersOpen;

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		start(context);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			follow(bytes);
			if (isWaiting()) {
				start(context);
			}
			else {
				cancel();
			}
		}
		context.fireChannelRead(message);
	}

	private void follow(ByteBuf bytes) {
		int at = bytes.readerIndex();
		int end = bytes.writerIndex();
		while (at < end) {
			int skipped = Math.min(this.left, end - at);
			this.left -= skipped;
			at += skipped;
			if (this.left == 0 && at < end) {
				this.header[this.headerBytes++] = bytes.getByte(at++);
				if (this.headerBytes == this.header.length) {
					begin();
				}
			}
		}
	}

	private void begin() {
		this.headerBytes = 0;
		this.first = false;
		this.left = (this.header[0] & 0xff) << 16 | (this.header[1] & 0xff) << 8 | this.header[2] & 0xff;
		byte type = this.header[3];
		this.inData = type == Http2FrameTypes.DATA;
		if (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION) {
			this.headersOpen = (this.header[4] & Http2Flags.END_HEADERS) == 0;
		}
	}

	private boolean isWaiting() {
		return this.first || this.headersOpen || this.headerBytes > 0 || (this.left > 0 && !this.inData);
	}

}
