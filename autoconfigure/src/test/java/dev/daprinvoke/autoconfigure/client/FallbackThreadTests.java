package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprTimeout;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * On which threads fallbacks run, after failures that come on threads which must not
 * block.
 */
class FallbackThreadTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@DaprInvoke("cart")
	@DaprTimeout("50ms")
	@DaprFallback(Instead.class)
	interface Blocking {

		@GetExchange("/name")
		String name();

	}

	@DaprInvoke("cart")
	@DaprTimeout("50ms")
	@DaprFallback(Instead.class)
	interface Reactive {

		@GetExchange("/name")
		String name();

		@GetExchange("/name")
		Mono<String> mono();

		@GetExchange("/name")
		Flux<String> flux();

		@GetExchange("/name")
		CompletableFuture<String> future();

		@GetExchange("/name")
		Mono<String> failing();

		@GetExchange("/name")
		CompletableFuture<String> failingLater();

		@GetExchange("/name")
		@DaprFallback(Nothing.class)
		Mono<String> none();

		@GetExchange("/name")
		@DaprFallback(Nothing.class)
		CompletableFuture<String> noneLater();

	}

	static final class Instead {

		String name() {
			return thread();
		}

		Mono<String> mono() {
			return Mono.just(thread());
		}

		Flux<String> flux() {
			return Flux.just(thread());
		}

		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(thread());
		}

		Mono<String> failing() {
			throw new IllegalStateException("none here either");
		}

		CompletableFuture<String> failingLater() {
			throw new IllegalStateException("none here either");
		}

		private static String thread() {
			assertThat(Schedulers.isInNonBlockingThread()).isFalse();
			Mono.delay(Duration.ofMillis(1)).block(LIMIT);
			return Thread.currentThread().getName();
		}

	}

	static final class Nothing {

		Mono<String> none() {
			return null;
		}

		CompletableFuture<String> noneLater() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = { Blocking.class, Reactive.class })
	static class Clients {

	}

	private static void with(BiConsumer<Blocking, Reactive> test) {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Clients.class)
			.run((context) -> {
				context.getBean(FakeMesh.class).behaviour = (call) -> Mono.never();
				test.accept(context.getBean(Blocking.class), context.getBean(Reactive.class));
			});
	}

	@Test
	void whenAMethodBlocksThenItsFallbackRunsOnTheThreadOfTheCaller() {
		with((blocking, reactive) -> {
			assertThat(blocking.name()).isEqualTo(Thread.currentThread().getName());
			assertThat(reactive.name()).isEqualTo(Thread.currentThread().getName());
		});
	}

	@Test
	void whenAMethodDoesNotBlockThenItsFallbackRunsWhereItMayBlock() {
		with((blocking, reactive) -> {
			for (String thread : List.of(String.valueOf(reactive.mono().block(LIMIT)),
					String.valueOf(reactive.flux().blockLast(LIMIT)),
					reactive.future().orTimeout(10, TimeUnit.SECONDS).join())) {
				assertThat(thread).startsWith("boundedElastic-");
			}
		});
	}

	@Test
	void whenAFallbackFailsThenItsFailureIsThatOfTheCall() {
		with((blocking, reactive) -> {
			assertThatIllegalStateException().isThrownBy(() -> reactive.failing().block(LIMIT))
				.withMessage("none here either");
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> reactive.failingLater().orTimeout(10, TimeUnit.SECONDS).join())
				.havingCause()
				.withMessage("none here either");
		});
	}

	@Test
	void whenAFallbackAnswersNothingThenThereIsNothing() {
		with((blocking, reactive) -> {
			StepVerifier.create(reactive.none()).expectComplete().verify(LIMIT);
			assertThat(reactive.noneLater().orTimeout(10, TimeUnit.SECONDS).join()).isNull();
		});
	}

}
