package dev.daprinvoke.spring.client.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.function.SingletonSupplier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.message.ReplayBudget;
import dev.daprinvoke.policy.resiliency.Backoff;
import dev.daprinvoke.policy.resiliency.CallTimeout;
import dev.daprinvoke.policy.resiliency.ClientRetries;
import dev.daprinvoke.policy.resiliency.ReplayableBodies;

/**
 * Puts around the invoker of all clients what the settings of one ask for.
 */
public final class ClientInvokers {

	private final Invoker innermost;

	private final Duration timeout;

	private final ReplayableBodies replayable;

	private final Supplier<Scheduler> timer;

	/**
	 * Creates the factory.
	 * @param innermost performs the calls
	 * @param timeout the longest that an attempt may take where nobody says anything
	 * else, zero for no limit
	 */
	public ClientInvokers(Invoker innermost, Duration timeout) {
		this(innermost, timeout, Schedulers::parallel);
	}

	ClientInvokers(Invoker innermost, Duration timeout, Supplier<Scheduler> timer) {
		this.innermost = innermost;
		this.timeout = timeout;
		this.replayable = new ReplayableBodies(new ReplayBudget(ReplayBudget.DEFAULT_TOTAL));
		this.timer = timer;
	}

	/**
	 * The invoker for requests of which nothing is said: their time runs until the answer
	 * begins, since its body may be meant to be long.
	 * @return the invoker
	 */
	public Invoker unnamed() {
		return with(CallSettings.NONE, false);
	}

	/**
	 * The invoker for calls of a method, put together at its first call.
	 * @param settings how its calls are made
	 * @param untilComplete whether their time runs until the answer is complete
	 * @return the invoker
	 */
	Invoker with(CallSettings settings, boolean untilComplete) {
		Supplier<Invoker> stack = SingletonSupplier.of(() -> stack(settings, untilComplete));
		return (request) -> stack.get().invoke(request);
	}

	private Invoker stack(CallSettings settings, boolean untilComplete) {
		List<InvokerLayer> layers = new ArrayList<>();
		RetrySettings said = settings.retry();
		RetryPlan retry = (said != null) ? RetryPlan.of(said) : null;
		if (retry != null && retry.maxAttempts() > 1) {
			// What is to be sent again is kept before anybody sends it.
			layers.add(this.replayable);
			layers.add(retries(retry));
		}
		CallTimeout limit = limit(settings.timeout(), untilComplete);
		if (limit != null) {
			// Each attempt has its own time.
			layers.add(limit);
		}
		return InvokerLayer.stack(layers, this.innermost);
	}

	private ClientRetries retries(RetryPlan retry) {
		Backoff backoff = new Backoff(retry.delay(), retry.maxDelay(), () -> ThreadLocalRandom.current().nextDouble());
		return new ClientRetries(retry.maxAttempts(), backoff, retry.statuses(), retry.allVerbs(), this.timer.get());
	}

	private @Nullable CallTimeout limit(@Nullable Duration said, boolean untilComplete) {
		Duration limit = (said != null) ? said : this.timeout;
		return limit.isZero() ? null : new CallTimeout(limit, untilComplete, this.timer.get());
	}

}
