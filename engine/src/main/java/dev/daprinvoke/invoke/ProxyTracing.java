package dev.daprinvoke.invoke;

import java.util.Base64;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.observe.Baggage;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.target.Utf8Escape;
import dev.daprinvoke.transport.proxy.ProxiedCall;
import dev.daprinvoke.transport.proxy.ProxiedHead;

/**
 * What tracing does with proxied calls (platform contract, section 5.1): each piece of
 * context arrives once, where real Dapr hands on two.
 */
public final class ProxyTracing {

	/** Of the hop's own service, whatever its method. */
	private static final String UNTRACED = "/dapr.proto.internals.";

	private static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");

	private static final AsciiString TRACESTATE = AsciiString.cached("tracestate");

	private static final AsciiString BINARY = AsciiString.cached("grpc-trace-bin");

	private static final AsciiString BAGGAGE = AsciiString.cached("baggage");

	private final @Nullable Tracing tracing;

	/**
	 * Creates the step.
	 * @param tracing decides, or {@code null} if tracing is off: then context passes like
	 * any metadata
	 */
	public ProxyTracing(@Nullable Tracing tracing) {
		this.tracing = tracing;
	}

	/**
	 * Reads a call's baggage, which its answer repeats.
	 * @param call the call
	 * @return why the call is refused, or {@code null}
	 */
	@Nullable PeerException refusal(ProxiedCall call) {
		String baggage = (this.tracing != null) ? call.head().first(BAGGAGE) : null;
		if (baggage == null || baggage.isEmpty()) {
			return null;
		}
		String problem = Baggage.problem(Utf8Escape.fromLatin1(baggage));
		if (problem != null) {
			return new PeerException(StatusCode.INVALID_ARGUMENT, "invalid baggage header: " + problem, false, null);
		}
		call.echoBaggage(baggage);
		return null;
	}

	/**
	 * What a call is told that names no app: Dapr's tracing looks first.
	 * @param head what the call says first
	 * @return the text
	 */
	String namesNobody(ProxiedHead head) {
		boolean traced = this.tracing != null && !head.path().startsWith(UNTRACED);
		return traced ? "cannot proxy request: missing dapr-callee-app-id or dapr-app-id metadata"
				: "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found";
	}

	/**
	 * Tells whoever is called at which point of the trace the call stands.
	 * @param head what the call says first
	 */
	void tell(ProxiedHead head) {
		if (this.tracing == null) {
			return;
		}
		TraceContext here = this.tracing.next(received(head));
		head.set(TRACEPARENT, here.traceparent());
		head.set(BINARY, Base64.getEncoder().withoutPadding().encodeToString(here.binary()));
		if (!here.state().isEmpty()) {
			head.set(TRACESTATE, here.state());
		}
	}

	private static @Nullable TraceContext received(ProxiedHead head) {
		String binary = head.first(BINARY);
		TraceContext context = (binary != null) ? TraceContext.ofBase64(binary) : null;
		if (context != null) {
			return context;
		}
		String text = head.first(TRACEPARENT);
		return (text != null) ? TraceContext.parse(text, head.first(TRACESTATE)) : null;
	}

}
