package dev.daprinvoke.transport.proxy;

import java.util.concurrent.TimeUnit;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.transport.grpc.RawStream;

/**
 * A stream whose other side may take its time to read, as long as there is memory for
 * what waits. When that is short, one of which nothing was read for a while is given up;
 * when it is out, any. Lives on the event loop of the stream's connection.
 */
final class StalledStream implements Runnable {

	private static final long PERIOD_MILLIS = 1_000;

	/** For how many periods nothing may be read when memory is short. */
	private static final int PATIENCE = 10;

	private final BodyMemory memory;

	private final RawStream stream;

	private final Runnable giveUp;

	private boolean watched;

	private long written;

	private int stalled;

	/**
	 * Creates one that is not watched yet.
	 * @param stream the stream that is written to
	 * @param memory tells when it is short
	 * @param giveUp ends the call; on the stream's event loop
	 */
	StalledStream(RawStream stream, BodyMemory memory, Runnable giveUp) {
		this.stream = stream;
		this.memory = memory;
		this.giveUp = giveUp;
	}

	/** Looks after the stream, if something waits, until nothing does. */
	void watch() {
		if (!this.watched && this.stream.isHeldUp()) {
			this.watched = true;
			this.stalled = 0;
			later();
		}
	}

	private void later() {
		this.stream.connection().loop().schedule(this, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void run() {
		if (!this.stream.isHeldUp()) {
			this.watched = false;
			return;
		}
		boolean reads = this.written != this.stream.written();
		this.written = this.stream.written();
		this.stalled = reads ? 0 : this.stalled + 1;
		if (!this.memory.mayGoOn() || (this.stalled >= PATIENCE && !this.memory.mayBegin())) {
			this.giveUp.run();
		}
		else {
			later();
		}
	}

}
