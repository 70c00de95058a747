package dev.daprinvoke.transport.grpc;

import java.time.Duration;

/**
 * The limits of the hop, and how it is encrypted (contract section 2.7).
 *
 * @param maxMessageSize the largest message to take, in bytes
 * @param maxHeaderSize the most bytes of gRPC metadata to take
 * @param flowControlWindow how many bytes a peer may send ahead on one call
 * @param connectTimeout how long to wait for a connection
 * @param maxIdle how long a connection without calls is kept
 * @param sweepInterval how often idle connections are looked for
 * @param security whether connections between sidecars are encrypted
 */
public record PeerSettings(int maxMessageSize, int maxHeaderSize, int flowControlWindow, Duration connectTimeout,
		Duration maxIdle, Duration sweepInterval, HopSecurity security) {

	/** Real Dapr's limits; connect timeout and window are our own. */
	public static final PeerSettings DEFAULTS = new PeerSettings(4 << 20, 4 << 20, 256 * 1024, Duration.ofSeconds(1),
			Duration.ofMinutes(3), Duration.ofSeconds(45), HopSecurity.PLAINTEXT);

	private static final int LARGE_PAYLOAD = 64 * 1024;

	/** What real Dapr puts into one frame. */
	private static final int SMALL_PAYLOAD = 2048;

	/**
	 * How much of a body to put into one frame. Any size up to the receiver's message
	 * limit is taken (contract section 2.4): in a mesh with small limits that is little.
	 * @return the most bytes of one frame's payload, at least 1
	 */
	public int maxPayload() {
		return (this.maxMessageSize >= 2 * LARGE_PAYLOAD) ? LARGE_PAYLOAD
				: Math.max(1, Math.min(SMALL_PAYLOAD, this.maxMessageSize / 2));
	}

	/**
	 * The same with another message limit.
	 * @param bytes the largest message to take
	 * @return a copy
	 */
	public PeerSettings withMaxMessageSize(int bytes) {
		return new PeerSettings(bytes, this.maxHeaderSize, this.flowControlWindow, this.connectTimeout, this.maxIdle,
				this.sweepInterval, this.security);
	}

	/**
	 * The same with another encryption.
	 * @param other whether connections between sidecars are encrypted
	 * @return a copy
	 */
	public PeerSettings withSecurity(HopSecurity other) {
		return new PeerSettings(this.maxMessageSize, this.maxHeaderSize, this.flowControlWindow, this.connectTimeout,
				this.maxIdle, this.sweepInterval, other);
	}

}
