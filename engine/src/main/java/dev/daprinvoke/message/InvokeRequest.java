package dev.daprinvoke.message;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;

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
 */
public record InvokeRequest(InvokeTarget target, MethodPath method, @Nullable Verb verb, String query,
		@Nullable String contentType, String typeUrl, InvokeHeaders headers, InvokeBody body) {

	/** The header that tells the length of the body. */
	public static final String CONTENT_LENGTH = "Content-Length";

	/**
	 * The same call with other bytes.
	 * @param other the body to send instead; the present one is left to the caller
	 * @return a copy
	 */
	public InvokeRequest withBody(InvokeBody other) {
		return new InvokeRequest(this.target, this.method, this.verb, this.query, this.contentType, this.typeUrl,
				this.headers, other);
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
