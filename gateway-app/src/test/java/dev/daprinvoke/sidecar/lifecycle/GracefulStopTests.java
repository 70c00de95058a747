package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.3, the second phase.
 */
@Timeout(60)
class GracefulStopTests {

	private final Fates fates = new Fates();

	@Test
	void whenAllIsClosedInTimeThenTheExitCodeIsZero() throws Exception {
		assertThat(stop(Duration.ofSeconds(30)).thenClose()).isZero();
	}

	@Test
	void whenThereAreManyToCloseThenAllCloseSideBySide() throws Exception {
		CyclicBarrier together = new CyclicBarrier(8);
		Runnable[] closing = new Runnable[8];
		Arrays.fill(closing, (Runnable) () -> meet(together));
		assertThat(stop(Duration.ofSeconds(30)).thenClose(closing)).isZero();
	}

	@Test
	void whenTheGracePeriodIsZeroThenItIsUnlimited() throws Exception {
		CyclicBarrier together = new CyclicBarrier(2);
		assertThat(stop(Duration.ZERO).thenClose(() -> meet(together), () -> meet(together))).isZero();
	}

	@Test
	void whenTheGracePeriodExpiresThenTheExitCodeIsOne() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		try {
			assertThat(stop(Duration.ofMillis(50)).thenClose(() -> await(never))).isEqualTo(1);
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void whenClosingFailsThenTheExitCodeIsOne() throws Exception {
		assertThat(stop(Duration.ofSeconds(30)).thenClose(() -> {
			throw new IllegalStateException("no");
		})).isEqualTo(1);
	}

	@Test
	void whenARestartRunsOutOfItsGracePeriodThenTheProcessGoesOn() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		this.fates.ask(Fate.RESTART);
		try {
			assertThat(stop(Duration.ofMillis(50)).thenClose(() -> await(never))).isZero();
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void whenAStopIsForcedThenNothingIsWaitedFor() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		this.fates.ask(Fate.STOP);
		this.fates.ask(Fate.FORCED);
		try {
			assertThat(stop(Duration.ZERO).finishCalls(GracefulStopTests::nothing, Mono.never())
				.thenClose(() -> await(never))).isEqualTo(1);
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void whenCallsAreInFlightThenTheyAreWaitedForWhateverTheGracePeriod() throws Exception {
		assertThat(stop(Duration.ofMillis(1))
			.finishCalls(GracefulStopTests::nothing, Mono.delay(Duration.ofMillis(100)), Mono.empty())
			.thenClose()).isZero();
	}

	@Test
	void whenCallsOutlastARestartsGracePeriodThenTheyAreBrokenOffAndTheProcessGoesOn() throws Exception {
		AtomicBoolean brokenOff = new AtomicBoolean();
		this.fates.ask(Fate.RESTART);
		assertThat(stop(Duration.ofMillis(50)).finishCalls(() -> brokenOff.set(true), Mono.never()).thenClose())
			.isZero();
		assertThat(brokenOff).isTrue();
	}

	private static void nothing() {
	}

	private GracefulStop stop(Duration gracePeriod) {
		return new GracefulStop(gracePeriod, this.fates);
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
