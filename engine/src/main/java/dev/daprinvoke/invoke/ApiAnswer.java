package dev.daprinvoke.invoke;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;

/**
 * What the HTTP API answers, ready to be written by either HTTP edge.
 *
 * @param status the HTTP status
 * @param headers the headers, one char for each byte; without those that frame the body
 * @param body the body; released by whoever writes it
 * @param chunked whether the body is sent in chunks although its length may be known, as
 * Dapr sends what apps answer, or with its length
 */
public record ApiAnswer(int status, InvokeHeaders headers, InvokeBody body, boolean chunked) {

	/** What Go's server holds back before it decides about the length, in bytes. */
	private static final int GO_BUFFER = 2048;

	/**
	 * Whether HTTP forbids a body with this status.
	 * @return whether the status is 204 or 304
	 */
	public boolean isBodiless() {
		return this.status == 204 || this.status == 304;
	}

	/**
	 * The length that an answer to HEAD names, as Go's server does: that of a small body
	 * which it would have sent to GET.
	 * @return the length in bytes, or -1 if none is named
	 */
	public int lengthForHead() {
		return this.chunked ? -1
				: this.body.match((whole) -> small(whole.content().readableBytes()), (streaming) -> -1);
	}

	private static int small(int bytes) {
		return (bytes > 0 && bytes <= GO_BUFFER) ? bytes : -1;
	}

}
