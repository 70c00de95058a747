package dev.daprinvoke.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That blocking calls are noticed where they may not be made: else tests would prove
 * nothing about them.
 */
class BlockHoundTests {

	private static final Callable<Integer> BLOCKING = () -> {
		Thread.sleep(1);
		return 1;
	};

	@Test
	void whenAReactorThreadBlocksThenItIsNoticed() {
		StepVerifier.create(Mono.fromCallable(BLOCKING).subscribeOn(Schedulers.parallel()))
			.expectError(BlockingOperationError.class)
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void whenAnEventLoopBlocksThenItIsNoticed() throws InterruptedException {
		assertThat(TestLoops.HOP.group().next().submit(BLOCKING).await().cause())
			.isInstanceOf(BlockingOperationError.class);
	}

}
