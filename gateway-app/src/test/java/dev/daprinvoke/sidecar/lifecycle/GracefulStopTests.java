package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.3, the second phase.
 */
@Timeout(60)
class GracefulStopTests {

	@Test
	void whenAllIsClosedInTimeThenTheExitCodeIsZero() throws Exception {
		assertThat(new GracefulStop(Duration.ofSeconds(30)).thenClose()).isZero();
	}

	@Test
	void whenThereAreManyToCloseThenAllCloseSideBySide() throws Exception {
		CyclicBarrier together = new CyclicBarrier(8);
		Runnable[] closing = new Runnable[8];
		Arrays.fill(closing, (Runnable) () -> meet(together));
		assertThat(new GracefulStop(Duration.ofSeconds(30)).thenClose(closing)).isZero();
	}

	@Test
	void whenTheGracePeriodIsZeroThenItIsUnlimited() throws Exception {
		CyclicBarrier together = new CyclicBarrier(2);
		assertThat(new GracefulStop(Duration.ZERO).thenClose(() -> meet(together), () -> meet(together))).isZero();
	}

	@Test
	void whenTheGracePeriodExpiresThenTheExitCodeIsOne() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		try {
			assertThat(new GracefulStop(Duration.ofMillis(50)).thenClose(() -> await(never))).isEqualTo(1);
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void whenClosingFailsThenTheExitCodeIsOne() throws Exception {
		assertThat(new GracefulStop(Duration.ofSeconds(30)).thenClose(() -> {
			throw new IllegalStateException("no");
		})).isEqualTo(1);
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
