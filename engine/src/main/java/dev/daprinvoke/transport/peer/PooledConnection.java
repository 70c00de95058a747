package dev.daprinvoke.transport.peer;

import io.grpc.ManagedChannel;

/**
 * A connection to another sidecar and when it was last asked for.
 */
final class PooledConnection {

	private final ManagedChannel channel;

	private volatile long lastUse = System.nanoTime();

	PooledConnection(ManagedChannel channel) {
		this.channel = channel;
	}

	ManagedChannel channel() {
		return this.channel;
	}

	void touch() {
		this.lastUse = System.nanoTime();
	}

	/**
	 * Whether nobody asked for it for long. A call that lasts longer goes on: shutting a
	 * gRPC channel down lets calls in flight finish.
	 */
	boolean isIdleSince(long nanoTime) {
		return this.lastUse - nanoTime < 0;
	}

}
