package dev.daprinvoke.policy.resiliency;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.TooManyCallsException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Refuses calls beyond those that the process has memory for, so that a flood ends in
 * errors and not in the end of the process. A call counts until its answer has come to
 * its end, so that one counts in which nothing happens any more. All that this layer is
 * put around counts together. Safe for use by any number of threads.
 */
public final class MostCalls implements InvokerLayer {

	/**
	 * What an open call and its connections may take of the heap, on either side: 9 KB
	 * were measured, with few headers.
	 */
	private static final long BYTES_PER_CALL = 16 * 1024;

	/** What lives besides: 12 MB, and calls that come and go. */
	private static final long BYTES_BESIDES = 16L << 20;

	private static final long LEAST = 256;

	private final AtomicInteger calls = new AtomicInteger();

	private final int most;

	/**
	 * Creates a limit.
	 * @param most how many calls may be open, at least 1
	 */
	public MostCalls(int most) {
		if (most < 1) {
			throw new IllegalArgumentException("most: " + most + " (expected: 1 or more)");
		}
		this.most = most;
	}

	/**
	 * Creates a limit that fits this process: 10,752 calls with a heap of 208 MB, of
	 * which 24 MB are for new objects.
	 * @return the limit
	 */
	public static MostCalls ofThisProcess() {
		long room = (oldGeneration() - BYTES_BESIDES) / BYTES_PER_CALL;
		return new MostCalls((int) Math.min(Integer.MAX_VALUE, Math.max(LEAST, room)));
	}

	// Where open calls live. All of the heap for a collector that has no fixed parts.
	private static long oldGeneration() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getName().endsWith("Tenured Gen") || pool.getName().endsWith("Old Gen"))
			.mapToLong((pool) -> pool.getUsage().getMax())
			.filter((bytes) -> bytes > 0)
			.findFirst()
			.orElse(Runtime.getRuntime().maxMemory());
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> new Counted(this, next, request);
	}

	private void enter(Invoker next, InvokeRequest request, CoreSubscriber<? super InvokeResponse> caller) {
		if (this.calls.incrementAndGet() > this.most) {
			leave();
			request.body().discard();
			Operators.error(caller, new TooManyCallsException(this.most));
			return;
		}
		CountedCall call = new CountedCall(this, caller);
		caller.onSubscribe(call);
		next.invoke(request).subscribe(call);
	}

	void leave() {
		this.calls.decrementAndGet();
	}

	/** A call that counts from its subscription on. */
	private static final class Counted extends Mono<InvokeResponse> {

		private final MostCalls limit;

		private final Invoker next;

		private final InvokeRequest request;

		Counted(MostCalls limit, Invoker next, InvokeRequest request) {
			this.limit = limit;
			this.next = next;
			this.request = request;
		}

		@Override
		public void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
			this.limit.enter(this.next, this.request, actual);
		}

	}

}
