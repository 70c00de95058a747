package dev.daprinvoke.transport.grpc;

import java.util.function.Function;

import io.grpc.CallOptions;
import io.grpc.Deadline;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * When the caller of a call gives up: travels in Reactor's context from where a call
 * comes in to where it goes out (contract section 2.7; settled: to the app as well).
 */
public final class CallDeadline {

	private static final io.grpc.Context.Key<Deadline> SERVED = io.grpc.Context.key("deadline");

	private CallDeadline() {
	}

	/**
	 * The deadline of the call that begins to be served.
	 * @return the deadline, or {@code null} if its caller gave none
	 */
	public static @Nullable Deadline current() {
		Deadline served = SERVED.get();
		return (served != null) ? served : io.grpc.Context.current().getDeadline();
	}

	/**
	 * Begins to serve a call.
	 * @param deadline the call's deadline, or {@code null}
	 * @param start begins
	 */
	static void serving(@Nullable Deadline deadline, Runnable start) {
		if (deadline == null) {
			start.run();
		}
		else {
			io.grpc.Context.current().withValue(SERVED, deadline).run(start);
		}
	}

	/**
	 * Lets a deadline travel with a call.
	 * @param deadline the deadline, or {@code null}
	 * @return what adds it to a context
	 */
	public static Function<Context, Context> carrying(@Nullable Deadline deadline) {
		return (context) -> (deadline != null) ? context.put(CallDeadline.class, deadline) : context;
	}

	/**
	 * Gives a call the deadline that travels with it.
	 * @param options the call's options
	 * @param context the context of who performs it
	 * @return the options, with the deadline if there is one
	 */
	public static CallOptions in(CallOptions options, ContextView context) {
		Deadline deadline = context.getOrDefault(CallDeadline.class, null);
		return (deadline != null) ? options.withDeadline(deadline) : options;
	}

}
