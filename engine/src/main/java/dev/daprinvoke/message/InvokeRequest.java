package dev.daprinvoke.message;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.SpiffeId;

/**
 * A call to be made.
 *
 * @param target whom to call
 * @param method which of its methods, already normalised
 * @param verb the HTTP verb, or {@code null} if the caller gave none (possible over gRPC
 * only)
 * @param query the raw query string without question mark, possibly empty
 * @param contentType the body's content type, or {@code null} if it has none
 * @param typeUrl the type of a protobuf body, empty for all others
 * @param headers the headers as they travel: names of HTTP origin in canonical case;
 * owned by the request
 * @param body the body; whoever takes the request consumes it
 * @param trace the point of a trace at which this sidecar stands with the call, told to
 * whoever is called, or {@code null} if tracing is off: then trace headers pass like any
 * others
 * @param caller who calls, as its certificate says, or {@code null} if no certificate was
 * shown
 */
public record InvokeRequest(InvokeTarget target, MethodPath method, @Nullable Verb verb, String query,
		@Nullable String contentType, String typeUrl, InvokeHeaders headers, InvokeBody body,
		@Nullable TraceContext trace, @Nullable SpiffeId caller) {

	/** The header that tells the length of the body. */
	public static final String CONTENT_LENGTH = "Content-Length";

	/**
	 * A call without a trace, of a caller that has shown no certificate.
	 * @param target whom to call
	 * @param method which of its methods
	 * @param verb the HTTP verb, or {@code null}
	 * @param query the raw query string, possibly empty
	 * @param contentType the body's content type, or {@code null}
	 * @param typeUrl the type of a protobuf body, or empty
	 * @param headers the headers; owned by the request
	 * @param body the body
	 */
	public InvokeRequest(InvokeTarget target, MethodPath method, @Nullable Verb verb, String query,
			@Nullable String contentType, String typeUrl, InvokeHeaders headers, InvokeBody body) {
		this(target, method, verb, query, contentType, typeUrl, headers, body, null, null);
	}

	/**
	 * The same call with other bytes.
	 * @param other the body to send instead; the present one is left to the caller
	 * @return a copy
	 */
	public InvokeRequest withBody(InvokeBody other) {
		return new InvokeRequest(this.target, this.method, this.verb, this.query, this.contentType, this.typeUrl,
				this.headers, other, this.trace, this.caller);
	}

	/**
	 * The same call at another point of a trace.
	 * @param other the point
	 * @return a copy, with the same body
	 */
	public InvokeRequest withTrace(TraceContext other) {
		return new InvokeRequest(this.target, this.method, this.verb, this.query, this.contentType, this.typeUrl,
				this.headers, this.body, other, this.caller);
	}

	/**
	 * The same call of a caller that is known.
	 * @param other who calls, or {@code null}
	 * @return a copy, with the same body
	 */
	public InvokeRequest withCaller(@Nullable SpiffeId other) {
		return (other == this.caller) ? this : new InvokeRequest(this.target, this.method, this.verb, this.query,
				this.contentType, this.typeUrl, this.headers, this.body, this.trace, other);
	}

	/**
	 * Whether the body's length is unknown, which Dapr calls a streaming request: such a
	 * call is never repeated, and its error answers are streamed too (contract section
	 * 1.5).
	 * @return whether the request neither declares a length nor is complete in memory
	 */
	public boolean isOfUnknownLength() {
		return this.body.match((whole) -> false, (streaming) -> !this.headers.contains(CONTENT_LENGTH));
	}

}
