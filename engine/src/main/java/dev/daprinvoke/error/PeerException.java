package dev.daprinvoke.error;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * The other sidecar answered with a gRPC status, or could not be reached.
 */
public final class PeerException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private final StatusCode code;

	private final String description;

	private final boolean sent;

	/**
	 * Creates the failure.
	 * @param code the status code
	 * @param description the status message
	 * @param sent whether anything of the call may have reached the other sidecar
	 * @param cause the transport's failure, if there is one
	 */
	public PeerException(StatusCode code, String description, boolean sent, @Nullable Throwable cause) {
		super(code.rpcError(description), cause);
		this.code = code;
		this.description = description;
		this.sent = sent;
	}

	/**
	 * The peer sent something that is no message of the hop.
	 * @return the failure, in the words of the Go library that clients of Dapr know
	 */
	public static PeerException unreadable() {
		return new PeerException(StatusCode.INTERNAL,
				"grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data", true,
				null);
	}

	/**
	 * A text of the call is not UTF-8, which protobuf cannot carry and HTTP can.
	 * @return the failure, in the words of the Go library that clients of Dapr know
	 */
	public static PeerException notUtf8() {
		return new PeerException(StatusCode.INTERNAL,
				"grpc: error while marshaling: string field contains invalid UTF-8", false, null);
	}

	@Override
	public StatusCode code() {
		return this.code;
	}

	@Override
	public String description() {
		return this.description;
	}

	/**
	 * Whether anything of the call may have reached the other sidecar: if not, any call
	 * may be tried elsewhere.
	 * @return whether something may have been sent
	 */
	public boolean sent() {
		return this.sent;
	}

	/**
	 * Whether the connection is to be given up and the call may be repeated (contract
	 * sections 1.8 and 2.7).
	 * @return whether the peer is unavailable or does not know us
	 */
	public boolean isConnectionFailure() {
		return this.code == StatusCode.UNAVAILABLE || this.code == StatusCode.UNAUTHENTICATED;
	}

}
