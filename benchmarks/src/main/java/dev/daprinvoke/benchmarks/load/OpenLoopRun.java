package dev.daprinvoke.benchmarks.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;

/**
 * One run at a fixed rate: the timetable, the idle connections, and the requests that
 * wait for one. Everything after {@link #start()} happens on the event loop.
 */
final class OpenLoopRun {

	private static final int MAX_CONNECTIONS = 64;

	private final EventLoop eventLoop;

	private final List<Target> targets;

	private final long intervalNanos;

	private final long[] latencies;

	private final CompletableFuture<Latencies> result = new CompletableFuture<>();

	private final Deque<OpenLoopConnection> idle = new ArrayDeque<>();

	private final Deque<Integer> waiting = new ArrayDeque<>();

	private final List<Channel> connections = new ArrayList<>();

	private long startNanos;

	private int next;

	private int answered;

	OpenLoopRun(EventLoop eventLoop, List<Target> targets, int perSecond, int count) {
		this.eventLoop = eventLoop;
		this.targets = targets;
		this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
		this.latencies = new long[count];
	}

	CompletableFuture<Latencies> start() {
		this.eventLoop.execute(() -> {
			this.startNanos = System.nanoTime() + this.intervalNanos;
			sendWhatIsDue();
		});
		return this.result;
	}

	void stop() {
		this.eventLoop.execute(() -> {
			this.result.cancel(false);
			this.connections.forEach(Channel::close);
		});
	}

	private void sendWhatIsDue() {
		if (this.result.isDone()) {
			return;
		}
		long now = System.nanoTime();
		while (this.next < this.latencies.length && due(this.next) - now <= 0) {
			send(this.next++);
		}
		if (this.next < this.latencies.length) {
			this.eventLoop.schedule(this::sendWhatIsDue, due(this.next) - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
	}

	private long due(int request) {
		return this.startNanos + request * this.intervalNanos;
	}

	private void send(int request) {
		OpenLoopConnection connection = this.idle.pollLast();
		if (connection != null) {
			connection.send(request, target(request));
			return;
		}
		this.waiting.add(request);
		if (this.connections.size() < MAX_CONNECTIONS) {
			connect();
		}
	}

	private Target target(int request) {
		return this.targets.get(request % this.targets.size());
	}

	private void connect() {
		OpenLoopConnection connection = new OpenLoopConnection(this);
		ChannelFuture connecting = new Bootstrap().group(this.eventLoop)
			.channel(Transport.clientChannel())
			.handler(new ChannelInitializer<Channel>() {
				@Override
				protected void initChannel(Channel channel) {
					Transport.configure(channel);
					channel.pipeline().addLast(new HttpClientCodec(Transport.decoding(), false, true), connection);
				}
			})
			.connect(this.targets.get(0).address());
		this.connections.add(connecting.channel());
		connecting.addListener((connected) -> {
			if (!connected.isSuccess()) {
				failed(String.valueOf(connected.cause()));
			}
		});
	}

	void ready(OpenLoopConnection connection) {
		Integer request = this.waiting.poll();
		if (request != null) {
			connection.send(request, target(request));
		}
		else {
			this.idle.add(connection);
		}
	}

	void answered(int request) {
		this.latencies[request] = System.nanoTime() - due(request);
		if (++this.answered == this.latencies.length) {
			this.result.complete(new Latencies(this.latencies));
		}
	}

	void closed(OpenLoopConnection connection, Channel channel) {
		this.idle.remove(connection);
		this.connections.remove(channel);
	}

	void failed(String why) {
		this.result.completeExceptionally(new LoadFailure(why));
	}

}
