package dev.daprinvoke.invoke;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.Addressed;

/**
 * A call as an API edge read it, not yet judged.
 *
 * @param addressed where it wants to go
 * @param verb the HTTP verb, or {@code null} if the client gave none, as only clients of
 * gRPC may
 * @param query the raw query without question mark, possibly empty
 * @param contentType the body's content type, or {@code null} if the client named none
 * @param typeUrl the type of a protobuf body, empty for all others
 * @param headers the client's headers, names in canonical case; owned by the call
 * @param body the body; consumed by whoever performs the call
 * @param trace the point of a trace at which the call stands, or {@code null} if tracing
 * is off
 */
public record ApiCall(Addressed addressed, @Nullable Verb verb, String query, @Nullable String contentType,
		String typeUrl, InvokeHeaders headers, InvokeBody body, @Nullable TraceContext trace) {

}
