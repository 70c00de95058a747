package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import dev.daprinvoke.message.InvokeBody;

/**
 * A body that is still to come, to be read by a thread that waits for it. Nothing is
 * asked for before the first read; closing gives back what was not read and cancels the
 * call. A body that breaks off fails with an {@link IOException} whose cause is the
 * call's failure, after all that came before.
 */
final class BodyInputStream extends InputStream {

	private final InvokeBody.Streaming body;

	private final BodyQueue queue = new BodyQueue();

	private boolean started;

	private boolean closed;

	BodyInputStream(InvokeBody.Streaming body) {
		this.body = body;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] into, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, into.length);
		if (length == 0) {
			return 0;
		}
		if (start()) {
			this.body.bytes().subscribe(this.queue);
		}
		return this.queue.read(into, offset, length);
	}

	private synchronized boolean start() {
		boolean first = !this.started && !this.closed;
		this.started |= first;
		return first;
	}

	@Override
	public void close() {
		boolean unread;
		synchronized (this) {
			unread = !this.started && !this.closed;
			this.closed = true;
		}
		this.queue.close();
		if (unread) {
			this.body.discard();
		}
	}

}
