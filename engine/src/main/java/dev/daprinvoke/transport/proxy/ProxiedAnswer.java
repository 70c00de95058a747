package dev.daprinvoke.transport.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.RawConnection;
import dev.daprinvoke.transport.grpc.StreamReader;

/**
 * The server's side of a proxied call: brings what arrives to the event loop of the
 * client's connection. Lives on that of the server's.
 */
final class ProxiedAnswer implements StreamReader {

	private static final GrpcAnswer LOST = new GrpcAnswer(StatusCode.UNAVAILABLE, "error reading from server: EOF");

	private final ProxiedCall call;

	private final RawConnection client;

	private final PooledConnection connection;

	private volatile boolean refused;

	private boolean over;

	ProxiedAnswer(ProxiedCall call, RawConnection client, PooledConnection connection) {
		this.call = call;
		this.client = client;
		this.connection = connection;
	}

	@Override
	public void headersRead(Http2Headers headers, boolean end) {
		this.client.run(() -> this.call.answerHeaders(headers, end));
	}

	@Override
	public int dataRead(ByteBuf data, int credit, boolean end) {
		ByteBuf kept = data.retain();
		int padding = credit - data.readableBytes();
		int due = data.readableBytes();
		this.client.run(() -> this.call.answerData(kept, due, end));
		return padding;
	}

	@Override
	public void resetRead(long error) {
		this.client.run(() -> this.call.answerEnded(GrpcAnswer.ofReset(error)));
	}

	/** Whether the stream did not begin. Any thread. */
	boolean isRefused() {
		return this.refused;
	}

	@Override
	public void refused(@Nullable Throwable reason) {
		this.refused = true;
		this.over = true;
		this.connection.end();
		if (reason instanceof Http2Exception.HeaderListSizeException) {
			GrpcAnswer tooLarge = new GrpcAnswer(StatusCode.RESOURCE_EXHAUSTED,
					"header list size to send violates the maximum size set by server: " + reason.getMessage());
			this.client.run(() -> this.call.answerEnded(tooLarge));
		}
		else {
			this.client.run(() -> this.call.notBegun(LOST));
		}
	}

	@Override
	public void closed() {
		if (this.over) {
			return;
		}
		this.over = true;
		this.connection.end();
		this.client.run(() -> this.call.answerEnded(LOST));
	}

}
