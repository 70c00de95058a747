package dev.daprinvoke.transport.grpc;

import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * Decides which streams of clients pass beneath gRPC.
 */
public interface StreamAcceptor {

	/**
	 * Looks at a stream that begins. Called on the connection's event loop.
	 * @param stream the stream
	 * @param headers the request's headers, only to be read
	 * @return who reads the stream from now on, or {@code null} to leave it to gRPC
	 */
	@Nullable StreamReader accept(RawStream stream, Http2Headers headers);

	/**
	 * Whether there is memory for more of what clients send to gRPC. Called on the
	 * connection's event loop, for each piece of data.
	 * @return false if the stream is to be reset
	 */
	boolean hasRoom();

}
