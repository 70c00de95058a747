package dev.daprinvoke.benchmarks.grpc;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;

import dev.daprinvoke.benchmarks.load.ClosedLoop.Throughput;
import dev.daprinvoke.benchmarks.load.Latencies;
import dev.daprinvoke.benchmarks.load.LoadFailure;

/**
 * gRPC calls from a fixed number of connections, each of which has so many calls at the
 * same time: as many as come back.
 */
final class GrpcLoad {

	private static final Metadata.Key<String> APP_ID = Metadata.Key.of("dapr-app-id", Metadata.ASCII_STRING_MARSHALLER);

	/** How many messages of a stream may come before the first was counted. */
	private static final int AHEAD = 256;

	/** How many latencies are kept. */
	private static final int KEPT = 1 << 18;

	private static final int END_SECONDS = 10;

	private final InetSocketAddress address;

	private final int connections;

	private final int calls;

	GrpcLoad(InetSocketAddress address, int connections, int calls) {
		this.address = address;
		this.connections = connections;
		this.calls = calls;
	}

	/** Makes calls of one message each. */
	Answered unary(MethodDescriptor<byte[], byte[]> method, byte[] message, Duration duration)
			throws InterruptedException {
		return run(duration, (channel, count) -> call(channel, method, message, count));
	}

	/** Sends messages on streams as fast as they are taken. */
	Answered up(byte[] message, Duration duration) throws InterruptedException {
		return run(duration,
				(channel, count) -> stream(channel, Methods.UP, message, true, Methods.ACKNOWLEDGED, count));
	}

	/** Takes messages from streams as fast as they are sent. */
	Answered down(byte[] message, Duration duration) throws InterruptedException {
		return run(duration, (channel, count) -> stream(channel, Methods.DOWN, message, false, 1, count));
	}

	/** Sends messages as fast as they are taken, of which each comes back. */
	Answered echo(byte[] message, Duration duration) throws InterruptedException {
		return run(duration, (channel, count) -> stream(channel, Methods.ECHO, message, true, 1, count));
	}

	/** Sends each message when the one before has come back. */
	Answered pingPong(byte[] message, Duration duration) throws InterruptedException {
		return run(duration, (channel, count) -> pingPong(channel, message, count));
	}

	private Answered run(Duration duration, BiConsumer<ManagedChannel, Count> begin) throws InterruptedException {
		List<ManagedChannel> channels = new ArrayList<>();
		Count count = new Count();
		try {
			for (int i = 0; i < this.connections; i++) {
				channels.add(NettyChannelBuilder.forAddress(this.address).usePlaintext().directExecutor().build());
			}
			for (ManagedChannel channel : channels) {
				for (int i = 0; i < this.calls; i++) {
					begin.accept(channel, count);
				}
			}
			return count.over(duration);
		}
		finally {
			// What is in flight may end: a proxy that stumbles over cancelled streams is
			// not
			// what is measured.
			channels.forEach(ManagedChannel::shutdown);
			for (ManagedChannel channel : channels) {
				channel.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
				channel.shutdownNow();
			}
		}
	}

	private static void call(ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, byte[] message,
			Count count) {
		long start = System.nanoTime();
		ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {

			@Override
			public void onClose(Status status, Metadata trailers) {
				if (count.took(status, start)) {
					call(channel, method, message, count);
				}
			}

		}, metadata());
		call.request(2);
		call.sendMessage(message);
		call.halfClose();
	}

	private static void stream(ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, byte[] message,
			boolean flood, int each, Count count) {
		ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {

			private boolean ended;

			@Override
			public void onMessage(byte[] answer) {
				count.passed(each);
				call.request(1);
				endIfOver();
			}

			@Override
			public void onReady() {
				while (flood && call.isReady() && !count.isOver()) {
					call.sendMessage(message);
				}
				endIfOver();
			}

			private void endIfOver() {
				if (count.isOver() && !this.ended) {
					this.ended = true;
					call.halfClose();
				}
			}

			@Override
			public void onClose(Status status, Metadata trailers) {
				count.ended(status);
			}

		}, metadata());
		call.request(AHEAD);
		if (!flood) {
			// A flood begins on the event loop, when the stream is ready: calls are for
			// one
			// thread at a time.
			call.sendMessage(message);
		}
	}

	private static void pingPong(ManagedChannel channel, byte[] message, Count count) {
		ClientCall<byte[], byte[]> call = channel.newCall(Methods.ECHO, CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {

			private long sent = System.nanoTime();

			@Override
			public void onMessage(byte[] answer) {
				if (count.took(Status.OK, this.sent)) {
					call.request(1);
					this.sent = System.nanoTime();
					call.sendMessage(message);
				}
				else {
					call.halfClose();
				}
			}

			@Override
			public void onClose(Status status, Metadata trailers) {
				count.ended(status);
			}

		}, metadata());
		call.request(1);
		call.sendMessage(message);
	}

	private static Metadata metadata() {
		Metadata metadata = new Metadata();
		metadata.put(APP_ID, "callee");
		return metadata;
	}

	/**
	 * What came back.
	 *
	 * @param throughput how many
	 * @param latencies how long the last of them took, in no particular order; empty for
	 * streams
	 */
	record Answered(Throughput throughput, Latencies latencies) {
	}

	/** Counts what comes back, from several threads. */
	private static final class Count {

		private final AtomicLong passed = new AtomicLong();

		private final AtomicReference<Status> failure = new AtomicReference<>();

		private final long[] latencies = new long[KEPT];

		private volatile boolean over;

		boolean isOver() {
			return this.over;
		}

		void passed(int messages) {
			this.passed.addAndGet(messages);
		}

		/** Counts a call, and tells whether to make another. */
		boolean took(Status status, long start) {
			ended(status);
			if (this.over || !status.isOk()) {
				return false;
			}
			long number = this.passed.getAndIncrement();
			this.latencies[(int) (number & (KEPT - 1))] = System.nanoTime() - start;
			return true;
		}

		void ended(Status status) {
			if (!this.over && !status.isOk()) {
				this.failure.compareAndSet(null, status);
			}
		}

		Answered over(Duration duration) throws InterruptedException {
			long start = System.nanoTime();
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
			double seconds = (System.nanoTime() - start) / 1e9;
			long count = this.passed.get();
			this.over = true;
			Status failed = this.failure.get();
			if (failed != null || count == 0) {
				throw new LoadFailure((failed != null) ? "a call failed: " + failed : "nothing came back");
			}
			Latencies kept = new Latencies(this.latencies).range(0, (int) Math.min(count, KEPT));
			return new Answered(new Throughput(count, count / seconds), kept);
		}

	}

}
