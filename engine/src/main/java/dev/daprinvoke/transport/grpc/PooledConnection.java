package dev.daprinvoke.transport.grpc;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;

/**
 * A connection to another sidecar or to an app, how many calls use it and when the last
 * one ended. A call uses it from {@link #begin()} until its response stream is read to
 * the end, when {@link #end()} is due.
 */
public final class PooledConnection {

	/** The most calls on one connection (contract section 2.7). */
	static final int MOST_USES = 2048;

	private static final int CLOSED = Integer.MIN_VALUE;

	private final ManagedChannel channel;

	private final Http2Handlers http2;

	private final IntSupplier streamLimit;

	private final AtomicInteger uses = new AtomicInteger();

	private volatile boolean open;

	private volatile boolean givenUp;

	private volatile long lastUse = System.nanoTime();

	/**
	 * Creates a connection that nobody may use yet.
	 * @param channel gRPC's part of it
	 * @param http2 its frames
	 * @param streamLimit how many calls it takes before another is opened, once it is
	 * connected
	 */
	PooledConnection(ManagedChannel channel, Http2Handlers http2, IntSupplier streamLimit) {
		this.channel = channel;
		this.http2 = http2;
		this.streamLimit = streamLimit;
	}

	/**
	 * The connection's frames, for calls that pass beneath gRPC.
	 * @return the frames, or {@code null} if it cannot take a call
	 */
	public @Nullable RawConnection frames() {
		RawConnection frames = this.http2.latest();
		return (this.open && frames != null && frames.isUsable()) ? frames : null;
	}

	/**
	 * What its requests say of how they travel.
	 * @return {@code http} or {@code https}
	 */
	public CharSequence scheme() {
		return this.http2.scheme();
	}

	/**
	 * The connection as gRPC sees it.
	 * @return the channel; shut down by its owner only
	 */
	public ManagedChannel channel() {
		return this.channel;
	}

	/**
	 * Why the peer could not be connected to, as told to a call; gives the connection
	 * back.
	 * @param endpoint where it was looked for
	 * @return the failure
	 */
	<T> Mono<T> failure(Endpoint endpoint) {
		return Mono.create((sink) -> {
			ClientCall<byte[], byte[]> call = this.channel.newCall(Unsent.METHOD, CallOptions.DEFAULT);
			call.start(new ClientCall.Listener<>() {

				@Override
				public void onClose(Status status, Metadata trailers) {
					end();
					sink.error(PeerStatus.failure(status, endpoint, false));
				}

			}, new Metadata());
			// It has failed already, or does as the channel shuts down; should the peer
			// be
			// there after all, it is to see nothing.
			if (!this.channel.isShutdown()) {
				call.cancel("not connected", null);
			}
		});
	}

	/** Says that the peer is connected and has told its limits. */
	void opened() {
		this.open = true;
	}

	/**
	 * Whether the peer was connected at some time.
	 * @return false as long as it was not, or if it could not be
	 */
	public boolean wasOpened() {
		return this.open;
	}

	/** Takes the connection for a call, if it has room. */
	boolean begin() {
		return this.open && !this.givenUp && beginBelow(Math.min(MOST_USES, Math.max(1, this.streamLimit.getAsInt())));
	}

	/** Takes the connection for a call that waits for room, or that is to fail on it. */
	boolean beginBeyondLimit() {
		return beginBelow(Integer.MAX_VALUE);
	}

	private boolean beginBelow(int limit) {
		int before;
		do {
			before = this.uses.get();
			if (before < 0 || before >= limit) {
				return false;
			}
		}
		while (!this.uses.compareAndSet(before, before + 1));
		return true;
	}

	/** Gives the connection back; once for each call that has begun. */
	public void end() {
		this.lastUse = System.nanoTime();
		this.uses.decrementAndGet();
	}

	int uses() {
		return this.uses.get();
	}

	/**
	 * Closes the connection if nobody uses it and nobody has for long.
	 * @param nanoTime uses after this moment keep it
	 * @return whether it was closed
	 */
	boolean closeIfUnusedSince(long nanoTime) {
		boolean close = this.lastUse - nanoTime < 0 && this.uses.compareAndSet(0, CLOSED);
		if (close) {
			giveUp();
		}
		return close;
	}

	/** Lets no further call begin; those in flight may finish. */
	void giveUp() {
		this.givenUp = true;
		this.channel.shutdown();
	}

	/** Whether no further call may begin. */
	boolean isGivenUp() {
		return this.givenUp;
	}

	/** A method that is never called. */
	private static final class Unsent {

		static final MethodDescriptor.Marshaller<byte[]> NOTHING = new MethodDescriptor.Marshaller<>() {

			@Override
			public InputStream stream(byte[] message) {
				return InputStream.nullInputStream();
			}

			@Override
			public byte[] parse(InputStream message) {
				return new byte[0];
			}

		};

		static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.newBuilder(NOTHING, NOTHING)
			.setType(MethodDescriptor.MethodType.UNKNOWN)
			.setFullMethodName("never/called")
			.build();

		private Unsent() {
		}

	}

}
