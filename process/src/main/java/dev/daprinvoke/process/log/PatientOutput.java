package dev.daprinvoke.process.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Keeps those who log from waiting for those who read: lines pass through a bounded
 * buffer to a thread of their own. Where nobody reads, a pipe fills up, then the buffer;
 * one writer then waits for a moment, and from there on lines are counted instead of kept
 * until something was read again.
 */
final class PatientOutput extends OutputStream {

	private static final int MOST_BYTES = 1 << 20;

	/** A buffer that a burst has made larger than this is not kept. */
	private static final int KEPT_BYTES = 1 << 16;

	private static final Duration PATIENCE = Duration.ofMillis(100);

	private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final Condition room = this.lock.newCondition();

	private final OutputStream out;

	private final LongFunction<byte[]> lostNote;

	private final Thread writer;

	private ByteArrayOutputStream pending = new ByteArrayOutputStream();

	private long lost;

	private boolean stalled;

	private boolean closed;

	/**
	 * Creates the output and starts its thread.
	 * @param out where lines go; closed with this output, by this output's thread
	 * @param lostNote makes the line that says how many lines were lost
	 */
	PatientOutput(OutputStream out, LongFunction<byte[]> lostNote) {
		this.out = out;
		this.lostNote = lostNote;
		this.writer = new Thread(this::writeAll, "log");
		this.writer.setDaemon(true);
		this.writer.start();
	}

	@Override
	public void write(int b) {
		write(new byte[] { (byte) b }, 0, 1);
	}

	/**
	 * Takes one line, or counts it as lost. Waits for a moment if there is no room and
	 * nobody has waited in vain yet.
	 */
	@Override
	public void write(byte[] bytes, int offset, int length) {
		this.lock.lock();
		try {
			if (this.closed || !makeRoom(length)) {
				this.lost++;
				return;
			}
			this.pending.write(bytes, offset, length);
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean makeRoom(int length) {
		long nanos = PATIENCE.toNanos();
		try {
			while (!hasRoom(length) && !this.stalled && nanos > 0) {
				nanos = this.room.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.stalled = !hasRoom(length);
		return !this.stalled;
	}

	private boolean hasRoom(int length) {
		return this.pending.size() + length <= MOST_BYTES;
	}

	/** Nothing to do: the thread flushes whenever it has written. */
	@Override
	public void flush() {
	}

	/** Waits a second at most until all is written. Later lines are lost. */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		try {
			TimeUnit.NANOSECONDS.timedJoin(this.writer, LAST_PATIENCE.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void writeAll() {
		ByteArrayOutputStream empty = new ByteArrayOutputStream();
		try (this.out) {
			for (ByteArrayOutputStream batch = next(empty); batch != null; batch = next(empty)) {
				write(batch);
				empty = (batch.size() > KEPT_BYTES) ? new ByteArrayOutputStream() : batch;
				empty.reset();
			}
		}
		catch (IOException ex) {
			// Closing failed, and there is no log left to tell it to.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits for lines; null when there will be none any more. */
	private @Nullable ByteArrayOutputStream next(ByteArrayOutputStream empty) throws InterruptedException {
		this.lock.lock();
		try {
			while (this.pending.size() == 0 && !this.closed) {
				this.work.await();
			}
			ByteArrayOutputStream batch = this.pending;
			if (batch.size() == 0) {
				return null;
			}
			if (this.lost > 0) {
				batch.writeBytes(this.lostNote.apply(this.lost));
				this.lost = 0;
			}
			this.pending = empty;
			this.stalled = false;
			this.room.signalAll();
			return batch;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void write(ByteArrayOutputStream batch) {
		try {
			batch.writeTo(this.out);
			this.out.flush();
		}
		catch (IOException ex) {
			// A full disk may have room again: later lines are tried, and tell of these.
			long lines = batch.toString(StandardCharsets.UTF_8).lines().count();
			this.lock.lock();
			try {
				this.lost += lines;
			}
			finally {
				this.lock.unlock();
			}
		}
	}

}
