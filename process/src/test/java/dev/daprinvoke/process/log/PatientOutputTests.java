package dev.daprinvoke.process.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class PatientOutputTests {

	private static final byte[] LINE = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.UTF_8);

	private static final int FULL = 1024;

	private final Pipe pipe = new Pipe();

	private final PatientOutput output = new PatientOutput(this.pipe,
			(lines) -> (lines + " lost\n").getBytes(StandardCharsets.UTF_8));

	@Test
	void whenTheOutputIsClosedThenAllIsWritten() {
		this.output.write(LINE, 0, LINE.length);
		this.output.write('y');
		this.output.close();
		assertThat(this.pipe.text()).hasSize(1025).endsWith("\ny");
		assertThat(this.pipe.closed).isTrue();
	}

	@Test
	void whenNobodyReadsThenWritersGoOnAndTheLossIsToldLater() throws Exception {
		this.pipe.fill();
		writeLine();
		this.pipe.awaitWriter();
		long begin = System.nanoTime();
		for (int i = 0; i < 10 * FULL; i++) {
			writeLine();
		}
		assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).as("one wait, not thousands")
			.isLessThan(10);
		this.pipe.drain();
		this.output.close();
		assertThat(this.pipe.text()).hasSize((1 + FULL) * 1024 + "9216 lost\n".length()).endsWith("\n9216 lost\n");
	}

	@Test
	void whenSomebodyReadsAgainThenLinesAreKeptAgain() throws Exception {
		this.pipe.fill();
		writeLine();
		this.pipe.awaitWriter();
		for (int i = 0; i <= FULL; i++) {
			writeLine();
		}
		this.pipe.drain();
		this.pipe.awaitText("1 lost\n");
		writeLine();
		this.output.close();
		assertThat(this.pipe.text()).endsWith("1 lost\n" + new String(LINE, StandardCharsets.UTF_8));
	}

	@Test
	void whenWritingFailsThenTheLinesAreCountedAndLaterOnesTried() throws Exception {
		this.pipe.broken = true;
		writeLine();
		this.pipe.awaitWriter();
		this.pipe.broken = false;
		this.pipe.awaitFailure();
		writeLine();
		this.output.close();
		assertThat(this.pipe.text()).endsWith("x\n1 lost\n");
	}

	@Test
	void whenNobodyReadsTheEndThenClosingGivesUp() throws Exception {
		this.pipe.fill();
		writeLine();
		this.pipe.awaitWriter();
		this.output.close();
		assertThat(this.pipe.closed).isFalse();
		this.pipe.drain();
	}

	@Test
	void whenTheOutputIsClosedThenLaterLinesAreLost() {
		this.output.close();
		writeLine();
		this.output.close();
		assertThat(this.pipe.text()).isEmpty();
	}

	private void writeLine() {
		this.output.write(LINE, 0, LINE.length);
	}

	/** A pipe that can be full. */
	private static final class Pipe extends OutputStream {

		private final ByteArrayOutputStream read = new ByteArrayOutputStream();

		private final CountDownLatch writing = new CountDownLatch(1);

		private final CountDownLatch failed = new CountDownLatch(1);

		private volatile CountDownLatch full = new CountDownLatch(0);

		private volatile boolean broken;

		private volatile boolean closed;

		void fill() {
			this.full = new CountDownLatch(1);
		}

		void drain() {
			this.full.countDown();
		}

		void awaitWriter() throws InterruptedException {
			assertThat(this.writing.await(20, TimeUnit.SECONDS)).isTrue();
		}

		void awaitFailure() throws InterruptedException {
			assertThat(this.failed.await(20, TimeUnit.SECONDS)).isTrue();
		}

		void awaitText(String end) {
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (!text().endsWith(end)) {
				assertThat(System.nanoTime()).isLessThan(deadline);
				Thread.onSpinWait();
			}
		}

		synchronized String text() {
			return this.read.toString(StandardCharsets.UTF_8);
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			boolean fails = this.broken;
			this.writing.countDown();
			await();
			if (fails) {
				this.failed.countDown();
				throw new IOException("no space left on device");
			}
			synchronized (this) {
				this.read.write(bytes, offset, length);
			}
		}

		private void await() throws IOException {
			try {
				this.full.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
