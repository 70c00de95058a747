package dev.daprinvoke.policy.resiliency;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.ReplayBudget;

/**
 * Keeps bodies of declared length while they are sent, so that what lies behind this
 * layer can send them again. Nothing waits for a whole body; one of unknown length, a
 * large one, and any beyond the budget pass by unchanged (contract section 1.5).
 */
public final class ReplayableBodies implements InvokerLayer {

	/** The largest number of digits of a length that is kept. */
	private static final int DIGITS = 7;

	private final ReplayBudget budget;

	/**
	 * Creates the layer.
	 * @param budget how much may be kept
	 */
	public ReplayableBodies(ReplayBudget budget) {
		this.budget = budget;
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> request.body()
			.match((whole) -> next.invoke(request), (replayable) -> next.invoke(request),
					(streaming) -> next.invoke(kept(request, streaming)));
	}

	private InvokeRequest kept(InvokeRequest request, InvokeBody.Streaming body) {
		String length = request.headers().first(InvokeRequest.CONTENT_LENGTH);
		return isNumber(length) ? request.withBody(this.budget.keep(body, Integer.parseInt(length))) : request;
	}

	private static boolean isNumber(@Nullable String length) {
		return length != null && !length.isEmpty() && length.length() <= DIGITS
				&& length.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

}
