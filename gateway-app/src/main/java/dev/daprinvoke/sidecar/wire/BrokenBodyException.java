package dev.daprinvoke.sidecar.wire;

import java.io.IOException;

import io.netty.handler.codec.TooLongFrameException;

/**
 * A request's chunked body could not be read on; the text is that of Go's reader, since
 * it stands in the answer to the call (contract section 1.7, any other failure).
 */
final class BrokenBodyException extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * Words what the decoder met. That is not kept: further on, where nobody knows whose
	 * body it was, it would be taken for a fault of the app.
	 * @param cause the decoder's failure
	 */
	BrokenBodyException(Throwable cause) {
		super(text(cause));
	}

	private static String text(Throwable cause) {
		String own = String.valueOf(cause.getMessage());
		if (cause instanceof NumberFormatException) {
			if (own.startsWith("Chunk size overflow")) {
				return "http chunk length too large";
			}
			return own.startsWith("Invalid character") ? "invalid byte in chunk length"
					: "empty hex number for chunk length";
		}
		return (cause instanceof TooLongFrameException) ? "header line too long" : "malformed chunked encoding";
	}

	/** Told once for a request: where it came from says nothing. */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
