package dev.daprinvoke.transport.peer;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.TraceContext;

/**
 * The trace of one call from another sidecar: from its gRPC metadata; if a caller that
 * does not trace sent none, from the headers that it passes on; else a new one. For use
 * by the call's own thread.
 */
final class ServedTrace {

	private final TraceContinuation continuation;

	private final Metadata metadata;

	private @Nullable TraceContext current;

	/**
	 * Creates the trace of a call that begins.
	 * @param continuation decides
	 * @param metadata the call's gRPC metadata
	 */
	ServedTrace(TraceContinuation continuation, Metadata metadata) {
		this.continuation = continuation;
		this.metadata = metadata;
	}

	/**
	 * Puts the call at its point of the trace.
	 * @param request the call as it was read
	 * @return the call that goes on, with the same body
	 */
	InvokeRequest on(InvokeRequest request) {
		if (this.continuation == TraceContinuation.OFF) {
			return request;
		}
		TraceContext received = HopTrace.read(this.metadata);
		TraceContext next = this.continuation.next((received != null) ? received : TraceContext.in(request.headers()));
		this.current = next;
		return (next != null) ? request.withTrace(next) : request;
	}

	/**
	 * What an answer tells of it.
	 * @return the answer's metadata; empty if tracing is off
	 */
	Metadata answer() {
		if (this.current == null) {
			this.current = this.continuation.next(HopTrace.read(this.metadata));
		}
		return HopTrace.answer(this.current);
	}

}
