package dev.daprinvoke.sidecar.api.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * A status of the gRPC API that tells its reason in Dapr's way (contract sections 3.1,
 * 3.2 and 5.5).
 *
 * @param code the status code
 * @param message the status message, which is the reason as well
 * @param details the status as {@code google.rpc.Status}
 */
record ApiStatus(StatusCode code, String message, byte[] details) {

	static final Metadata.Key<byte[]> DETAILS = Metadata.Key.of("grpc-status-details-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

	/** What the Configuration's rules take away. */
	static final ApiStatus NOT_IMPLEMENTED = of(StatusCode.UNIMPLEMENTED, "Not Implemented", 501,
			"requested endpoint is not available");

	private static final ApiStatus TOKEN_MISSING = of(StatusCode.UNAUTHENTICATED, "Unauthorized", 401,
			"missing api token in request metadata");

	private static final ApiStatus TOKEN_WRONG = of(StatusCode.UNAUTHENTICATED, "Unauthorized", 401,
			"authentication error: api token mismatch");

	/**
	 * Describes a status.
	 * @param code the status code
	 * @param phrase the words of the HTTP status
	 * @param http the HTTP status
	 * @param text what an HTTP client would read
	 * @return the status
	 */
	static ApiStatus of(StatusCode code, String phrase, int http, String text) {
		ErrorInfo info = ErrorInfo.newBuilder()
			.setReason(phrase)
			.setDomain("dapr.io")
			.putMetadata("http.code", Integer.toString(http))
			.putMetadata("http.error_message", text)
			.build();
		return new ApiStatus(code, phrase,
				com.google.rpc.Status.newBuilder()
					.setCode(code.ordinal())
					.setMessage(phrase)
					.addDetails(Any.pack(info))
					.build()
					.toByteArray());
	}

	/**
	 * The refusal of a caller without the API's token.
	 * @param shown what it showed, or {@code null} for nothing
	 * @return the status
	 */
	static ApiStatus unauthorized(@Nullable String shown) {
		return (shown == null) ? TOKEN_MISSING : TOKEN_WRONG;
	}

	Status status() {
		return Status.fromCodeValue(this.code.ordinal()).withDescription(this.message);
	}

	Metadata trailers() {
		Metadata trailers = new Metadata();
		trailers.put(DETAILS, this.details);
		return trailers;
	}

}
