package dev.daprinvoke.transport.peer;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.TraceContext;

/**
 * Decides at which point of a trace a call that arrives stands in this sidecar. Called on
 * event loops; must not block.
 */
@FunctionalInterface
public interface TraceContinuation {

	/** Tracing is off. */
	TraceContinuation OFF = (received) -> null;

	/**
	 * Goes on with a trace, or begins one.
	 * @param received what came with the call, or {@code null}
	 * @return what goes on with it, or {@code null} if tracing is off
	 */
	@Nullable TraceContext next(@Nullable TraceContext received);

}
