package dev.daprinvoke.sidecar.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What signals, clients and troubles have asked for so far. Any thread may ask, none is
 * held up.
 */
final class Fates {

	private final CompletableFuture<Fate> first = new CompletableFuture<>();

	private final CompletableFuture<Fate> forced = new CompletableFuture<>();

	private final AtomicReference<@Nullable Fate> gravest = new AtomicReference<>();

	void ask(Fate fate) {
		this.gravest.accumulateAndGet(fate,
				(former, next) -> (former == null || former.compareTo(next) < 0) ? next : former);
		this.first.complete(fate);
		if (fate == Fate.FORCED) {
			this.forced.complete(fate);
		}
	}

	/** The first thing that was asked for. */
	CompletableFuture<Fate> first() {
		return this.first.copy();
	}

	/** Completes when waiting for anything has no sense any more. */
	CompletableFuture<Fate> forced() {
		return this.forced.copy();
	}

	/**
	 * Completes when anything is asked for, so that no step of the start outlasts that.
	 */
	Mono<?> any() {
		return Mono.fromFuture(this.first, true);
	}

	/** The gravest thing that was asked for so far, or null. */
	@Nullable Fate gravest() {
		return this.gravest.get();
	}

}
