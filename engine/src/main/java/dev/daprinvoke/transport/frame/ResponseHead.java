package dev.daprinvoke.transport.frame;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;

/**
 * What {@code InternalInvokeResponse} says of an answer, without its body (contract
 * section 2.2).
 *
 * @param hasStatus whether there is a status, which an answer must have
 * @param status its code
 * @param headers the headers
 * @param contentType the body's content type, possibly empty, or {@code null} if there is
 * no message that could name one
 * @param typeUrl the type of a protobuf body, empty for all others
 * @param end what else a gRPC app's status says, and its trailers, or {@code null}
 */
public record ResponseHead(boolean hasStatus, int status, InvokeHeaders headers, @Nullable String contentType,
		String typeUrl, @Nullable GrpcEnd end) {

	/** A head that is there and has nothing in it. */
	public static final ResponseHead EMPTY = new ResponseHead(false, 0, new InvokeHeaders(0), null, "", null);

	/**
	 * The head of an answer.
	 * @param response what the app answered
	 * @return its head
	 */
	public static ResponseHead of(InvokeResponse response) {
		String contentType = response.contentType();
		if (response.end() != null && response.status() != StatusCode.OK.ordinal()) {
			// A gRPC app that fails sends no message.
			return new ResponseHead(true, response.status(), response.headers(), null, "", response.end());
		}
		return new ResponseHead(true, response.status(), response.headers(), (contentType != null) ? contentType : "",
				response.typeUrl(), response.end());
	}

	/**
	 * The head of server-sent events (contract section 2.5).
	 * @param response what the app answered
	 * @return the head: the app's headers and the status 0
	 */
	public static ResponseHead ofEvents(InvokeResponse response) {
		return new ResponseHead(true, 0, response.headers(), null, "", null);
	}

	/**
	 * The head of an answer to a unary call.
	 * @param message the message that came
	 * @return its head
	 */
	public static ResponseHead of(InternalInvokeResponse message) {
		return new ResponseHead(message.hasStatus(), message.getStatus().getCode(),
				HopMessages.headers(message.getHeadersMap()),
				message.hasMessage() ? message.getMessage().getContentType() : null,
				message.getMessage().getData().getTypeUrl(), HopMessages.end(message));
	}

	/**
	 * Whether the status can be one of an answer: below 100 it is one of gRPC (contract
	 * section 2.5), and 100 to 199 would be no answer yet.
	 * @return whether it is one of gRPC or 200 to 999
	 */
	public boolean isAnswer() {
		return this.status < 100 || (this.status >= 200 && this.status <= 999);
	}

	/**
	 * Whether the head is there and says nothing, as it may in later frames.
	 * @return whether it has nothing in it
	 */
	public boolean isEmpty() {
		return !this.hasStatus && this.headers.isEmpty() && this.contentType == null;
	}

	/**
	 * Makes it the answer that it is the head of.
	 * @param body the body
	 * @return the answer; it owns the headers
	 */
	public InvokeResponse response(InvokeBody body) {
		String type = this.contentType;
		return new InvokeResponse(this.status, (type == null || type.isEmpty()) ? null : type, this.typeUrl,
				this.headers, body, this.end);
	}

}
