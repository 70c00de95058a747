package dev.daprinvoke.message;

import org.jspecify.annotations.Nullable;

/**
 * What the called app answered.
 *
 * @param status an HTTP status if 100 or above, else the number of a gRPC status
 * (contract section 2.5)
 * @param contentType the body's content type, or {@code null} if the app named none
 * @param typeUrl the type of a protobuf body, empty for all others
 * @param headers the app's headers as they travel; owned by the response
 * @param body the body; whoever takes the response consumes it
 * @param end how a gRPC app ended the call, or {@code null} for an HTTP app
 */
public record InvokeResponse(int status, @Nullable String contentType, String typeUrl, InvokeHeaders headers,
		InvokeBody body, @Nullable GrpcEnd end) {

	/**
	 * The answer of an HTTP app.
	 * @param status the HTTP status
	 * @param contentType the body's content type, or {@code null}
	 * @param headers the app's headers; owned by the response
	 * @param body the body
	 */
	public InvokeResponse(int status, @Nullable String contentType, InvokeHeaders headers, InvokeBody body) {
		this(status, contentType, "", headers, body, null);
	}

	/**
	 * The same answer with other bytes.
	 * @param other the body instead; the present one is left to the caller
	 * @return a copy
	 */
	public InvokeResponse withBody(InvokeBody other) {
		return new InvokeResponse(this.status, this.contentType, this.typeUrl, this.headers, other, this.end);
	}

	/**
	 * The status an HTTP client is to see.
	 * @return an HTTP status
	 */
	public int httpStatus() {
		return (this.status >= 100) ? this.status : StatusCode.ofNumber(this.status).httpStatus();
	}

	/**
	 * Whether the status is one of gRPC.
	 * @return whether it is below 100
	 */
	public boolean isOfGrpcApp() {
		return this.status < 100;
	}

	/**
	 * Whether the app itself reports an error: all but 2xx and 3xx.
	 * @return whether the status is outside 200 to 399
	 */
	public boolean isError() {
		int http = httpStatus();
		return http < 200 || http > 399;
	}

}
