package dev.daprinvoke.transport.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * Takes what arrives on one stream of a {@link RawConnection}. All methods are called on
 * the connection's event loop, and must not block.
 */
public interface StreamReader {

	/**
	 * The stream that was to be opened has begun: its headers are on their way.
	 */
	default void begun() {
	}

	/**
	 * Headers have arrived: the first ones, interim ones or trailers. Of a stream that
	 * was accepted, only trailers.
	 * @param headers the headers, only to be read
	 * @param end whether nothing follows
	 */
	void headersRead(Http2Headers headers, boolean end);

	/**
	 * Data has arrived. Credit for what is not given back at once is due by
	 * {@link RawStream#read(int)}.
	 * @param data the bytes; to be retained if kept
	 * @param credit how many bytes of the stream's window it took, padding included
	 * @param end whether nothing follows
	 * @return how many bytes of the window to give back at once
	 */
	int dataRead(ByteBuf data, int credit, boolean end);

	/**
	 * The other side has given the stream up; {@link #closed()} follows.
	 * @param error why: an HTTP/2 error code
	 */
	void resetRead(long error);

	/**
	 * The stream is over, in order or with its connection. The last call.
	 */
	void closed();

	/**
	 * The stream that was to be opened did not begin: the peer has seen nothing of it.
	 * The only call then, from within {@link RawConnection#open} or later.
	 * @param reason why, or {@code null} if the connection takes no more streams
	 */
	default void refused(@Nullable Throwable reason) {
		closed();
	}

}
