package dev.daprinvoke.transport.grpc;

/**
 * The largest message, and what is said of one that is larger: in the words of gRPC for
 * Go, and with what to do about it.
 *
 * @param bytes the most bytes of a message
 */
public record MessageLimit(int bytes) {

	private static final String KNOB = "); the limit is --max-body-size";

	/**
	 * Says that a message was too large.
	 * @param size its size
	 * @return the text for a status
	 */
	public String received(long size) {
		return "grpc: received message larger than max (" + size + " vs. " + this.bytes + KNOB;
	}

	/**
	 * Says that a message would be too large.
	 * @param size its size
	 * @return the text for a status
	 */
	public String sent(long size) {
		return "trying to send message larger than max (" + size + " vs. " + this.bytes + KNOB;
	}

}
