package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import org.junit.jupiter.api.Timeout;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.sidecar.edge.LoggedErrors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A sidecar's calls to itself, which nobody is to notice.
 */
@Timeout(60)
class RehearsalTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final SidecarLoops loops = new SidecarLoops();

	private final Rehearsal rehearsal = new Rehearsal(this.loops);

	@AfterEach
	void endLoops() throws InterruptedException {
		this.loops.close();
	}

	@Test
	void whenCallsAreMadeThenEachGoesAllTheWayAndNothingIsLeftOpen() throws Exception {
		try (LoggedErrors errors = new LoggedErrors()) {
			this.rehearsal.open(new Deadline(PATIENCE), Mono.never());
			Await.end(this.rehearsal.calls(2, 5), PATIENCE);
			assertThat(this.rehearsal.answered()).isEqualTo(10);
			assertThat(this.rehearsal.calledApp()).isEqualTo(10);
			Await.end(this.rehearsal.close(), PATIENCE);
			awaitNoChannel();
			assertThat(errors.lines()).isEmpty();
		}
	}

	@Test
	void whenTheHopNeverAnswersThenCallsTakeNoLongerThanTheyMayAndNothingIsLeftOpen() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
				LoggedErrors errors = new LoggedErrors()) {
			this.rehearsal.open(new Deadline(PATIENCE), Mono.never());
			this.rehearsal.hopTo(new Endpoint(silent.getInetAddress().getHostAddress(), silent.getLocalPort()));
			Deadline deadline = new Deadline(Duration.ofMillis(100));
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> Await.end(this.rehearsal.calls(1, 5), deadline.left()));
			assertThat(this.rehearsal.answered()).isZero();
			Await.end(this.rehearsal.close(), PATIENCE);
			awaitNoChannel();
			assertThat(errors.lines()).isEmpty();
		}
	}

	@Test
	void whenNoPortCanBeBoundThenWhatWasOpenedIsClosed() throws Exception {
		this.loops.close();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> this.rehearsal.open(new Deadline(Duration.ofSeconds(1)), Mono.never()));
		Await.end(this.rehearsal.close(), PATIENCE);
	}

	@Test
	void whenItIsClosedThenItsPortIsFree() throws Exception {
		this.rehearsal.open(new Deadline(PATIENCE), Mono.never());
		int port = this.rehearsal.port();
		new Socket(InetAddress.getLoopbackAddress(), port).close();
		Await.end(this.rehearsal.close(), PATIENCE);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(port));
	}

	private static void connect(int port) throws IOException {
		new Socket(InetAddress.getLoopbackAddress(), port).close();
	}

	// Closed channels leave their loop a moment later.
	private void awaitNoChannel() throws Exception {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		for (EventExecutor loop : this.loops.eventLoops().group()) {
			while (channels((SingleThreadEventLoop) loop) > 0) {
				assertThat(System.nanoTime()).isLessThan(deadline);
			}
		}
	}

	private static int channels(SingleThreadEventLoop loop) throws Exception {
		return loop.submit(loop::registeredChannels).get(20, TimeUnit.SECONDS);
	}

}
