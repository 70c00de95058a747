package dev.daprinvoke.transport.proxy;

import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http2.Http2Error;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.transport.grpc.RawStream;

/**
 * The rest of an answer whose client does not read: it may take its time, as long as
 * there is memory for it. When that is short, the client gets the rest no more. Lives on
 * the event loop of the client's connection.
 */
final class UnreadAnswer implements Runnable {

	private static final long PERIOD_MILLIS = 1_000;

	private final RawStream client;

	private final BodyMemory memory;

	private UnreadAnswer(RawStream client, BodyMemory memory) {
		this.client = client;
		this.memory = memory;
	}

	/**
	 * Looks after a stream until its client has read everything.
	 * @param client the stream, to which nothing is written any more but its end
	 * @param memory tells when it is short
	 */
	static void watch(RawStream client, BodyMemory memory) {
		if (client.isHeldUp()) {
			new UnreadAnswer(client, memory).later();
		}
	}

	private void later() {
		this.client.connection().loop().schedule(this, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void run() {
		if (!this.client.isHeldUp()) {
			return;
		}
		if (this.memory.mayGoOn()) {
			later();
		}
		else {
			this.client.reset(Http2Error.ENHANCE_YOUR_CALM);
		}
	}

}
