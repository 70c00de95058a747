package dev.daprinvoke.transport.grpc;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * What answers mean that are none of gRPC: HTTP's own statuses, and resets.
 */
public final class ForeignAnswer {

	private static final AsciiString GRPC = AsciiString.cached("application/grpc");

	private ForeignAnswer() {
	}

	/**
	 * Whether a content type is one of gRPC.
	 * @param type the header's value, or {@code null}
	 * @return whether it is {@code application/grpc}, with any addition
	 */
	public static boolean isGrpc(@Nullable CharSequence type) {
		int length = GRPC.length();
		if (type == null || type.length() < length || !AsciiString.regionMatchesAscii(type, true, 0, GRPC, 0, length)) {
			return false;
		}
		return type.length() == length || type.charAt(length) == '+' || type.charAt(length) == ';';
	}

	/**
	 * Reads an HTTP status.
	 * @param status the header's value, or {@code null}
	 * @return the number, 0 if it is none
	 */
	public static int number(@Nullable CharSequence status) {
		String number = String.valueOf(status);
		return number.matches("[0-9]{3}") ? Integer.parseInt(number) : 0;
	}

	/**
	 * What an HTTP status means (gRPC, HTTP to gRPC status code mapping).
	 * @param status the status
	 * @return the code
	 */
	public static StatusCode ofHttp(int status) {
		return switch (status) {
			case 400 -> StatusCode.INTERNAL;
			case 401 -> StatusCode.UNAUTHENTICATED;
			case 403 -> StatusCode.PERMISSION_DENIED;
			case 404 -> StatusCode.UNIMPLEMENTED;
			case 429, 502, 503, 504 -> StatusCode.UNAVAILABLE;
			default -> StatusCode.UNKNOWN;
		};
	}

	/**
	 * What a reset stream means, as gRPC for Go takes it.
	 * @param error HTTP/2's code
	 * @return the code
	 */
	public static StatusCode ofReset(long error) {
		Http2Error known = Http2Error.valueOf(error);
		return (known == null) ? StatusCode.UNKNOWN : switch (known) {
			case REFUSED_STREAM -> StatusCode.UNAVAILABLE;
			case CANCEL -> StatusCode.CANCELLED;
			case ENHANCE_YOUR_CALM, FLOW_CONTROL_ERROR -> StatusCode.RESOURCE_EXHAUSTED;
			case INADEQUATE_SECURITY -> StatusCode.PERMISSION_DENIED;
			default -> StatusCode.INTERNAL;
		};
	}

	/**
	 * Says that a stream was reset, in the words of gRPC for Go.
	 * @param error HTTP/2's code
	 * @return the text for a status
	 */
	public static String reset(long error) {
		Http2Error known = Http2Error.valueOf(error);
		return "stream terminated by RST_STREAM with error code: "
				+ ((known != null) ? known.name() : Long.toString(error));
	}

}
