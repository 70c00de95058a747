package dev.daprinvoke.policy.resiliency;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.TooManyCallsException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Refuses calls beyond those that the process has memory for, so that a flood ends in
 * errors and not in the end of the process. A call counts until its answer begins. All
 * that this layer is put around counts together. Safe for use by any number of threads.
 */
public final class MostCalls implements InvokerLayer {

	/** What a waiting call and its connections may take of the heap, on both sides. */
	private static final int BYTES_PER_CALL = 24 * 1024;

	private final AtomicInteger calls = new AtomicInteger();

	private final int most;

	/**
	 * Creates a limit.
	 * @param most how many calls may wait for their answers, at least 1
	 */
	public MostCalls(int most) {
		if (most < 1) {
			throw new IllegalArgumentException("most: " + most + " (expected: 1 or more)");
		}
		this.most = most;
	}

	/**
	 * Creates a limit that fits this process: 2,700 calls with a heap of 64 MB.
	 * @return the limit
	 */
	public static MostCalls ofThisProcess() {
		return new MostCalls((int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / BYTES_PER_CALL + 1));
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> Mono.defer(() -> enter(next, request));
	}

	private Mono<InvokeResponse> enter(Invoker next, InvokeRequest request) {
		if (this.calls.incrementAndGet() > this.most) {
			this.calls.decrementAndGet();
			request.body().discard();
			return Mono.error(new TooManyCallsException(this.most));
		}
		return next.invoke(request).doFinally((end) -> this.calls.decrementAndGet());
	}

}
