package dev.daprinvoke.benchmarks.app;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * A body of a given length that is written as fast as the connection takes it. Used on
 * the connection's event loop only.
 */
public final class BodySource {

	private static final ByteBuf CHUNK = Transport.reusable(Transport.CHUNK);

	private final Channel channel;

	private long remaining;

	private boolean ended;

	/**
	 * Prepares a body.
	 * @param channel where it goes
	 * @param length how many bytes it has
	 */
	public BodySource(Channel channel, long length) {
		this.channel = channel;
		this.remaining = length;
	}

	/**
	 * Writes until the connection's buffer is full or the body has ended; to be called
	 * again whenever the connection becomes writable.
	 */
	public void write() {
		while (this.remaining > 0 && this.channel.isWritable()) {
			int length = (int) Math.min(this.remaining, Transport.CHUNK);
			this.remaining -= length;
			this.channel.write(new DefaultHttpContent(CHUNK.retainedSlice(0, length)), this.channel.voidPromise());
		}
		if (this.remaining == 0 && !this.ended) {
			this.ended = true;
			this.channel.write(LastHttpContent.EMPTY_LAST_CONTENT, this.channel.voidPromise());
		}
		this.channel.flush();
	}

}
