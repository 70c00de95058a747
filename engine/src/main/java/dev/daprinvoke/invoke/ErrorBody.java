package dev.daprinvoke.invoke;

import dev.daprinvoke.error.ErrorCode;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.target.Utf8Escape;

/**
 * The JSON with which the HTTP API answers a failure, byte for byte as Go writes it
 * (contract section 1.7).
 *
 * @param status the HTTP status
 * @param code the error code
 * @param message the text
 */
public record ErrorBody(int status, ErrorCode code, String message) {

	/** The answer to a request that names no target and is no route. */
	public static final ErrorBody NO_TARGET = new ErrorBody(404, ErrorCode.ERR_DIRECT_INVOKE,
			"failed getting app id either from the URL path or the header dapr-app-id");

	/**
	 * The answer to a call that failed.
	 * @param target the target as the client wrote it
	 * @param error why the call failed
	 * @return the answer
	 */
	public static ErrorBody of(String target, Throwable error) {
		int status = (error instanceof InvokeException failure) ? failure.apiStatus() : 500;
		return new ErrorBody(status, ErrorCode.ERR_DIRECT_INVOKE,
				"failed to invoke, id: " + target + ", err: " + error.getMessage());
	}

	/**
	 * Writes the JSON.
	 * @return UTF-8 without a newline at the end
	 */
	public byte[] json() {
		StringBuilder out = new StringBuilder(this.message.length() + 64);
		out.append("{\"errorCode\":\"").append(this.code).append("\",\"message\":\"");
		this.message.codePoints().forEach((c) -> append(out, c));
		return Utf8Escape.bytes(out.append("\"}").toString());
	}

	private static void append(StringBuilder out, int c) {
		switch (c) {
			case '"' -> out.append("\\\"");
			case '\\' -> out.append("\\\\");
			case '\b' -> out.append("\\b");
			case '\f' -> out.append("\\f");
			case '\n' -> out.append("\\n");
			case '\r' -> out.append("\\r");
			case '\t' -> out.append("\\t");
			default -> {
				boolean brokenByte = c >= 0xD800 && c <= 0xDFFF;
				if (brokenByte) {
					out.append("\\ufffd");
				}
				else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
					out.append(String.format("\\u%04x", c));
				}
				else {
					out.appendCodePoint(c);
				}
			}
		}
	}

}
