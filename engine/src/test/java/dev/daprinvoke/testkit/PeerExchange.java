package dev.daprinvoke.testkit;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that came to a {@link FakePeer}, and the way to answer it.
 */
public final class PeerExchange extends ServerCall.Listener<byte[]> {

	private final ServerCall<byte[], byte[]> call;

	private final Metadata metadata;

	private final Inbox<byte[]> messages = new Inbox<>();

	private boolean headersSent;

	private volatile int requestedAhead = Integer.MAX_VALUE;

	private volatile boolean halfClosed;

	private volatile boolean cancelled;

	private volatile Runnable onHalfClose = () -> {
	};

	PeerExchange(ServerCall<byte[], byte[]> call, Metadata metadata) {
		this.call = call;
		this.metadata = metadata;
	}

	void begin() {
		this.call.request(1);
	}

	@Override
	public void onMessage(byte[] message) {
		this.messages.add(message);
		if (--this.requestedAhead > 0) {
			this.call.request(1);
		}
	}

	@Override
	public void onHalfClose() {
		this.halfClosed = true;
		this.onHalfClose.run();
	}

	@Override
	public void onCancel() {
		this.cancelled = true;
	}

	/**
	 * What came beside the messages.
	 * @return the call's metadata
	 */
	public Metadata metadata() {
		return this.metadata;
	}

	/**
	 * Says what to do when the request is complete; to be called when the call begins.
	 * @param task what to do
	 */
	public void whenComplete(Runnable task) {
		this.onHalfClose = task;
	}

	/**
	 * Stops reading after some messages; to be called when the call begins.
	 * @param count how many messages to read
	 */
	public void readOnly(int count) {
		this.requestedAhead = count;
	}

	/**
	 * Sends one message, and the response headers before the first.
	 * @param message any bytes
	 * @return this
	 */
	public PeerExchange send(byte[] message) {
		if (!this.headersSent) {
			this.headersSent = true;
			this.call.sendHeaders(new Metadata());
		}
		this.call.sendMessage(message);
		return this;
	}

	/**
	 * Ends the call.
	 * @param status the status
	 */
	public void close(Status status) {
		this.call.close(status, new Metadata());
	}

	/**
	 * Takes the next message, ten seconds later at most.
	 * @return the message
	 */
	public byte[] take() {
		return this.messages.take("a message has come");
	}

	/**
	 * How many messages came that were not taken.
	 * @return the number
	 */
	public int waiting() {
		return this.messages.size();
	}

	public boolean isHalfClosed() {
		return this.halfClosed;
	}

	public boolean isCancelled() {
		return this.cancelled;
	}

}
