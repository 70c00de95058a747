package dev.daprinvoke.spring.client.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.ResponseEntity;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Results that are still to come when a method has returned: gives their failures the
 * type and the fallback that they would have had before. Fallbacks may block: they run on
 * Reactor's threads for that, not on the one that brings the failure.
 */
final class LaterResult {

	private final ClientCall call;

	private final CallFailures failures;

	private LaterResult(ClientCall call, CallFailures failures) {
		this.call = call;
		this.failures = failures;
	}

	/**
	 * Guards a result.
	 * @param result what a method returns
	 * @param call the call
	 * @param failures gives failures their type
	 * @return the result, guarded if it is still to come
	 */
	static @Nullable Object guarded(@Nullable Object result, ClientCall call, CallFailures failures) {
		if (result instanceof Mono<?> mono) {
			return new LaterResult(call, failures).mono(mono);
		}
		if (result instanceof Flux<?> flux) {
			return new LaterResult(call, failures).flux(flux);
		}
		if (result instanceof CompletableFuture<?> future) {
			return new LaterResult(call, failures).future(future);
		}
		return (result instanceof ResponseEntity<?>) ? new LaterResult(call, failures).entity(result) : result;
	}

	@SuppressWarnings("unchecked")
	private Mono<Object> mono(Mono<?> mono) {
		return ((Mono<Object>) mono).map(this::entity).onErrorResume((error) -> Mono.from(instead(error)));
	}

	// What a fallback has to say does not continue what the app has begun to say.
	@SuppressWarnings("unchecked")
	private Flux<Object> flux(Flux<?> flux) {
		return Flux.defer(() -> {
			AtomicBoolean begun = new AtomicBoolean();
			return ((Flux<Object>) flux).doOnNext((element) -> begun.set(true))
				.onErrorResume((error) -> begun.get() ? Flux.error(typed(error)) : instead(error));
		});
	}

	private CompletableFuture<Object> future(CompletableFuture<?> future) {
		CompletableFuture<Object> guarded = future
			.handle((value, error) -> (error != null) ? later(error)
					: CompletableFuture.<Object>completedFuture((value != null) ? entity(value) : null))
			.thenCompose(Function.identity());
		guarded.whenComplete((value, error) -> future.cancel(true));
		return guarded;
	}

	// It was answered already: what fails now has no fallback.
	private Object entity(Object value) {
		if (value instanceof ResponseEntity<?> entity && entity.getBody() instanceof Flux<?> body) {
			return new ResponseEntity<>(body.onErrorMap(this::typed), entity.getHeaders(), entity.getStatusCode());
		}
		return value;
	}

	private Throwable typed(Throwable error) {
		DaprInvocationException failure = this.failures.of(error, this.call);
		return (failure != null) ? failure : error;
	}

	@SuppressWarnings("unchecked")
	private Publisher<Object> instead(Throwable error) {
		DaprInvocationException failure = this.failures.of(error, this.call);
		if (failure == null || !this.call.hasFallback()) {
			return Mono.error((failure != null) ? failure : error);
		}
		return Flux.defer(() -> {
			try {
				Object answer = this.call.instead(failure);
				return (answer instanceof Publisher<?> publisher) ? (Publisher<Object>) publisher : Flux.empty();
			}
			catch (Throwable ex) {
				return Flux.error(ex);
			}
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private CompletableFuture<Object> later(Throwable error) {
		DaprInvocationException failure = this.failures.of(error, this.call);
		if (failure == null || !this.call.hasFallback()) {
			return CompletableFuture.failedFuture((failure != null) ? failure : error);
		}
		Executor elastic = (task) -> Schedulers.boundedElastic().schedule(task);
		return CompletableFuture.supplyAsync(() -> answer(failure), elastic).thenCompose(Function.identity());
	}

	@SuppressWarnings("unchecked")
	private CompletionStage<Object> answer(DaprInvocationException failure) {
		try {
			Object answer = this.call.instead(failure);
			return (answer instanceof CompletionStage<?> stage) ? (CompletionStage<Object>) stage
					: CompletableFuture.completedFuture(null);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
