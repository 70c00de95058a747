package dev.daprinvoke.sidecar.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.internal.StringUtil;

/**
 * Reads the sizes of chunks as strictly as Go's server: the decoder stops at the first
 * control character or blank, so that another reader might see another length. Stands
 * before the decoder, and hands it a head and what follows one by one: what a head means
 * only the decoder knows. One for each connection.
 */
final class ChunkLines extends ChannelInboundHandlerAdapter {

	private static final int MOST_DIGITS = 16;

	/** More than the decoder takes for a chunk, in bytes. */
	private static final long TOO_LARGE = 1L << 40;

	private static final int LINE_END_BYTES = 2;

	private At at = At.HEAD;

	/** What is left of a body or chunk, in bytes. */
	private long left;

	private int digits;

	/** Nothing but a line's end has come of the current line. */
	private boolean emptyLine = true;

	/**
	 * Tells what follows; what is before it has been decoded, and nothing else.
	 * @param request the request whose head has been decoded
	 */
	void headDecoded(HttpRequest request) {
		if (request.decoderResult().isFailure()) {
			this.at = At.BODY;
			this.left = Long.MAX_VALUE;
		}
		else if (HttpUtil.isTransferEncodingChunked(request)) {
			size();
		}
		else {
			this.left = HttpUtil.getContentLength(request, 0L);
			this.at = (this.left > 0) ? At.BODY : At.HEAD;
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			pass(context, bytes);
		}
		else {
			context.fireChannelRead(message);
		}
	}

	private void pass(ChannelHandlerContext context, ByteBuf bytes) {
		while (this.at != At.BROKEN) {
			int to = follow(bytes);
			if (to == bytes.writerIndex() && this.at != At.BROKEN) {
				context.fireChannelRead(bytes);
				return;
			}
			if (to > bytes.readerIndex()) {
				context.fireChannelRead(bytes.readRetainedSlice(to - bytes.readerIndex()));
			}
			if (this.at == At.BROKEN) {
				refuse(context);
			}
			else if (context.isRemoved()) {
				context.pipeline().fireChannelRead(bytes);
				return;
			}
		}
		bytes.release();
	}

	// As the decoder does it; it gets nothing more.
	private void refuse(ChannelHandlerContext context) {
		String text = (this.digits > MOST_DIGITS) ? "Chunk size overflow" : "Invalid character in chunk size";
		HttpContent broken = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
		broken.setDecoderResult(DecoderResult.failure(new NumberFormatException(text)));
		context.pipeline().context(HttpServerCodec.class).fireChannelRead(broken);
	}

	/** Gives where what may be passed on ends. */
	private int follow(ByteBuf bytes) {
		int from = bytes.readerIndex();
		int end = bytes.writerIndex();
		while (from < end) {
			switch (this.at) {
				case HEAD -> {
					return headEnd(bytes, from);
				}
				case BODY, DATA, DATA_END -> from += skip(end - from);
				default -> {
					line(bytes.getByte(from));
					if (this.at == At.BROKEN) {
						return from;
					}
					from++;
				}
			}
		}
		return end;
	}

	private int headEnd(ByteBuf bytes, int start) {
		int from = start;
		int end = bytes.writerIndex();
		for (int lineEnd = bytes.indexOf(from, end, (byte) '\n'); lineEnd >= 0; lineEnd = bytes.indexOf(from, end,
				(byte) '\n')) {
			boolean isEmpty = this.emptyLine && isNoText(bytes, from, lineEnd);
			this.emptyLine = true;
			from = lineEnd + 1;
			if (isEmpty) {
				return from;
			}
		}
		this.emptyLine = this.emptyLine && isNoText(bytes, from, end);
		return end;
	}

	private static boolean isNoText(ByteBuf bytes, int from, int to) {
		return from == to || (to - from == 1 && bytes.getByte(from) == '\r');
	}

	private int skip(int available) {
		int skipped = (int) Math.min(this.left, available);
		this.left -= skipped;
		if (this.left == 0) {
			switch (this.at) {
				case BODY -> this.at = At.HEAD;
				case DATA -> {
					this.at = At.DATA_END;
					this.left = LINE_END_BYTES;
				}
				default -> size();
			}
		}
		return skipped;
	}

	private void size() {
		this.at = At.SIZE;
		this.left = 0;
		this.digits = 0;
	}

	private void line(byte next) {
		if (next == '\n' && this.at != At.TRAILER) {
			lineEnd();
			return;
		}
		switch (this.at) {
			case SIZE -> digit(next);
			case BLANKS -> this.at = isBlank(next) ? At.BLANKS : behindSize(next);
			case SIZE_END -> this.at = At.BROKEN;
			case TRAILER -> trailer(next);
			default -> {
			}
		}
	}

	private void digit(byte next) {
		int value = StringUtil.decodeHexNibble(next);
		if (value >= 0) {
			this.left = Math.min(TOO_LARGE, this.left * 16 + value);
			if (++this.digits > MOST_DIGITS) {
				this.at = At.BROKEN;
			}
		}
		else if (next == ';') {
			this.at = At.EXTENSION;
		}
		else {
			this.at = isBlank(next) ? At.BLANKS : behindSize(next);
		}
	}

	private static At behindSize(byte next) {
		return (next == '\r') ? At.SIZE_END : At.BROKEN;
	}

	private static boolean isBlank(byte next) {
		return next == ' ' || next == '\t';
	}

	private void lineEnd() {
		this.at = (this.left > 0) ? At.DATA : At.TRAILER;
		this.emptyLine = true;
	}

	private void trailer(byte next) {
		if (next == '\n') {
			this.at = this.emptyLine ? At.HEAD : At.TRAILER;
			this.emptyLine = true;
		}
		else if (next != '\r') {
			this.emptyLine = false;
		}
	}

	/** Where on the wire the next byte is. */
	private enum At {

		HEAD, BODY, SIZE, BLANKS, SIZE_END, EXTENSION, DATA, DATA_END, TRAILER, BROKEN

	}

}
