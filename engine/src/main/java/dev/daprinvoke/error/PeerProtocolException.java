package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The other sidecar broke the rules of the hop, or is too old for them.
 */
public final class PeerProtocolException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private PeerProtocolException(String text) {
		super(text, null);
	}

	/**
	 * The peer ended the call without any frame (contract section 1.7).
	 * @return the failure
	 */
	public static PeerProtocolException noFrames() {
		return new PeerProtocolException("EOF");
	}

	/**
	 * The first response frame has no status (contract section 1.7).
	 * @return the failure
	 */
	public static PeerProtocolException noStatus() {
		return new PeerProtocolException("response does not contain the required fields in the leading chunk");
	}

	/**
	 * The first response frame has a status that no answer can have.
	 * @param status the status
	 * @return the failure
	 */
	public static PeerProtocolException noAnswer(int status) {
		return new PeerProtocolException(
				"response has the status " + status + " (expected: one of gRPC, or from 200 to 999)");
	}

	/**
	 * A frame is missing or came twice (contract section 2.4).
	 * @param received the sequence number that came
	 * @param expected the one that should have come
	 * @return the failure
	 */
	public static PeerProtocolException wrongSequence(long received, long expected) {
		return new PeerProtocolException("invalid sequence number received: " + Long.toUnsignedString(received)
				+ " (expected: " + expected + ")");
	}

	/**
	 * A frame after the first carries what only the first may (contract sections 2.4 and
	 * 2.5).
	 * @param kind {@code request} or {@code response}
	 * @return the failure
	 */
	public static PeerProtocolException lateMetadata(String kind) {
		return new PeerProtocolException(kind + " metadata found in non-leading chunk");
	}

	/**
	 * The peer knows only unary calls, and this body cannot be sent again (contract
	 * section 2.6).
	 * @param target the app's id
	 * @return the failure
	 */
	public static PeerProtocolException tooOld(String target) {
		return new PeerProtocolException("target app '" + target
				+ "' is running a version of Dapr that does not support streaming-based service invocation");
	}

	@Override
	public StatusCode code() {
		return StatusCode.INTERNAL;
	}

}
