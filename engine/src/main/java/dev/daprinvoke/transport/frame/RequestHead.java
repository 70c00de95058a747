package dev.daprinvoke.transport.frame;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;

/**
 * What {@code InternalInvokeRequest} says of a call, without its body (contract section
 * 2.2).
 *
 * @param version the number of {@code APIVersion}
 * @param hasMetadata whether there are metadata, be they without values
 * @param hasMessage whether there is a message
 * @param headers the metadata
 * @param method the method as it was sent
 * @param verb the HTTP verb, or {@code null} if the message has no HTTP extension
 * @param query the query string, possibly empty
 * @param contentType the body's content type, empty if it has none
 * @param typeUrl the type of a protobuf body, empty for all others
 * @param hasData whether the message has a place for the body, as that of a caller who
 * spoke gRPC has
 */
public record RequestHead(int version, boolean hasMetadata, boolean hasMessage, InvokeHeaders headers, String method,
		@Nullable Verb verb, String query, String contentType, String typeUrl, boolean hasData) {

	/**
	 * The head of a call that is to be made.
	 * @param request the call
	 * @return its head
	 */
	public static RequestHead of(InvokeRequest request) {
		String contentType = request.contentType();
		return new RequestHead(APIVersion.V1_VALUE, true, true, request.headers(), request.method().value(),
				request.verb(), request.query(), (contentType != null) ? contentType : "", request.typeUrl(),
				!request.typeUrl().isEmpty() || isOfGrpc(request));
	}

	/**
	 * The head of a unary call that came.
	 * @param message the message
	 * @return its head
	 */
	public static RequestHead of(InternalInvokeRequest message) {
		var inner = message.getMessage();
		var http = inner.hasHttpExtension() ? inner.getHttpExtension() : null;
		return new RequestHead(message.getVerValue(), message.getMetadataCount() > 0, message.hasMessage(),
				HopMessages.headers(message.getMetadataMap()), inner.getMethod(),
				(http != null) ? Verb.ofNumber(http.getVerbValue()) : null, (http != null) ? http.getQuerystring() : "",
				inner.getContentType(), inner.getData().getTypeUrl(), inner.hasData());
	}

	private static boolean isOfGrpc(InvokeRequest request) {
		String type = request.headers().firstExactly("content-type");
		return type != null && type.startsWith("application/grpc")
				&& request.body().match((whole) -> whole.content().isReadable(), (streaming) -> true);
	}

	/**
	 * Whether the head has all that a callee asks for (contract section 2.3).
	 * @return whether metadata and message are there
	 */
	public boolean isComplete() {
		return this.hasMetadata && this.hasMessage;
	}

	/**
	 * How large the head is.
	 * @return the number of characters of all its texts
	 */
	public long size() {
		long size = this.method.length() + this.query.length() + this.contentType.length() + this.typeUrl.length();
		for (int i = 0; i < this.headers.size(); i++) {
			size += this.headers.name(i).length() + this.headers.value(i).length();
		}
		return size;
	}

	/**
	 * Whether the head is there and says nothing, as it may in later frames.
	 * @return whether it has nothing in it
	 */
	public boolean isEmpty() {
		return !this.hasMetadata && !this.hasMessage;
	}

	/**
	 * Makes it the call that it is the head of.
	 * @param self the target, which the message does not say
	 * @param path the method that was read from {@link #method()}
	 * @param body the body
	 * @return the call; it owns the headers
	 */
	public InvokeRequest request(InvokeTarget self, MethodPath path, InvokeBody body) {
		return new InvokeRequest(self, path, this.verb, this.query,
				this.contentType.isEmpty() ? null : this.contentType, this.typeUrl, this.headers, body);
	}

}
