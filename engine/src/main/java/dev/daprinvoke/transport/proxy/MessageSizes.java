package dev.daprinvoke.transport.proxy;

import io.netty.buffer.ByteBuf;

/**
 * Follows the messages of one direction of a call, without reading them: of each, only
 * the five bytes before it. Not for several threads.
 */
final class MessageSizes {

	private static final int PREFIX = 5;

	private final long limit;

	/** What is left of the current message. */
	private long left;

	private int prefixBytes;

	private long length;

	/**
	 * Creates a follower at a stream's beginning.
	 * @param limit the most bytes of one message
	 */
	MessageSizes(long limit) {
		this.limit = limit;
	}

	/**
	 * Follows data; nothing more after a message that is too large.
	 * @param data the bytes that come next; unchanged
	 * @return the size of the first message that is larger than the limit, or -1
	 */
	long follow(ByteBuf data) {
		int from = data.readerIndex();
		int end = data.writerIndex();
		while (from < end) {
			if (this.left > 0) {
				int skipped = (int) Math.min(this.left, end - from);
				this.left -= skipped;
				from += skipped;
				continue;
			}
			if (this.prefixBytes == 0 && end - from >= PREFIX) {
				this.length = data.getUnsignedInt(from + 1);
				from += PREFIX;
			}
			else {
				int next = data.getUnsignedByte(from++);
				this.length = (this.prefixBytes == 0) ? 0 : this.length << Byte.SIZE | next;
				if (++this.prefixBytes < PREFIX) {
					continue;
				}
			}
			if (this.length > this.limit) {
				return this.length;
			}
			this.prefixBytes = 0;
			this.left = this.length;
		}
		return -1;
	}

}
