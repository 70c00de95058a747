package dev.daprinvoke.invoke;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.observe.Baggage;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.target.Utf8Escape;

/**
 * The outermost step of a request to the HTTP API (contract section 1.1): reads the trace
 * that it belongs to, or begins one, and refuses baggage that is malformed.
 */
final class ApiTracing {

	/** Requests whose path holds this are not traced. */
	private static final String UNTRACED = "/healthz";

	private final @Nullable Tracing tracing;

	/**
	 * Creates the step.
	 * @param tracing decides, or {@code null} if tracing is off
	 */
	ApiTracing(@Nullable Tracing tracing) {
		this.tracing = tracing;
	}

	/**
	 * Begins with a request.
	 * @param path its path as sent
	 * @param header finds the first value of a header, one char for each byte, by the
	 * header's name in lower case
	 * @return its trace, or why it is refused
	 */
	ApiTrace begin(String path, Function<String, @Nullable String> header) {
		if (this.tracing == null || path.contains(UNTRACED)) {
			return ApiTrace.NONE;
		}
		String sent = header.apply("baggage");
		String baggage = (sent != null && !sent.isEmpty()) ? sent : null;
		String problem = (baggage != null) ? Baggage.problem(Utf8Escape.fromLatin1(baggage)) : null;
		if (problem != null) {
			return ApiTrace.refused("invalid baggage header: " + problem);
		}
		String traceparent = header.apply("traceparent");
		TraceContext received = (traceparent != null) ? TraceContext.parse(traceparent, header.apply("tracestate"))
				: null;
		return ApiTrace.of(this.tracing.next(received), baggage);
	}

}
