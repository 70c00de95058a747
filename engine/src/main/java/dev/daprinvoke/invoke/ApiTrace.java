package dev.daprinvoke.invoke;

import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.target.Utf8Escape;

/**
 * What tracing knows of one request to the HTTP API: the point of the trace at which it
 * stands, and what its answer tells of that, whoever gives the answer (contract section
 * 1.6; platform contract, section 5.1).
 */
public final class ApiTrace {

	/** Of requests that are not traced. */
	public static final ApiTrace NONE = new ApiTrace(null, null, null);

	/** The longest {@code tracestate} that an answer repeats. */
	private static final int LONGEST_STATE = 512;

	private final @Nullable TraceContext context;

	private final @Nullable String baggage;

	private final @Nullable String refusal;

	private ApiTrace(@Nullable TraceContext context, @Nullable String baggage, @Nullable String refusal) {
		this.context = context;
		this.baggage = baggage;
		this.refusal = refusal;
	}

	static ApiTrace of(TraceContext context, @Nullable String baggage) {
		return new ApiTrace(context, baggage, null);
	}

	static ApiTrace refused(String reason) {
		return new ApiTrace(null, null, reason);
	}

	/**
	 * The answer to a request that goes no further.
	 * @return a plain text with status 400, or {@code null} if the request goes on
	 */
	public @Nullable ApiAnswer refusal() {
		if (this.refusal == null) {
			return null;
		}
		InvokeHeaders headers = new InvokeHeaders(3).add("Content-Type", "text/plain; charset=utf-8")
			.add("X-Content-Type-Options", "nosniff");
		HttpDate.addIfMissing(headers);
		byte[] text = Utf8Escape.bytes(this.refusal + "\n");
		return new ApiAnswer(400, headers, new InvokeBody.Whole(Unpooled.wrappedBuffer(text)), false);
	}

	/**
	 * The point of the trace.
	 * @return the context, or {@code null} if the request is not traced
	 */
	public @Nullable TraceContext context() {
		return this.context;
	}

	/**
	 * Adds to an answer what it does not say itself.
	 * @param answer the answer
	 * @return the same answer
	 */
	public ApiAnswer echo(ApiAnswer answer) {
		InvokeHeaders headers = answer.headers();
		echo(headers::contains, headers::add);
		return answer;
	}

	/**
	 * Adds to an answer what it does not say itself.
	 * @param contains whether the answer has a header of this name, in any letter case
	 * @param add adds name and value
	 */
	public void echo(Predicate<String> contains, BiConsumer<String, String> add) {
		if (this.context == null) {
			return;
		}
		if (!contains.test("Traceparent")) {
			add.accept("Traceparent", this.context.traceparent());
			String state = this.context.state();
			if (!state.isEmpty() && state.length() <= LONGEST_STATE && !contains.test("Tracestate")) {
				add.accept("Tracestate", state);
			}
		}
		if (this.baggage != null && !contains.test("Baggage")) {
			add.accept("Baggage", this.baggage);
		}
	}

}
