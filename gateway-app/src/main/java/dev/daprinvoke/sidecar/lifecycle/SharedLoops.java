package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * One group of event loops for all that Reactor Netty does, servers and clients: what
 * begins on one of its loops stays there. Reactor Netty's own resources choose the kind
 * of loops themselves, and know no second choice when that one fails.
 */
final class SharedLoops implements LoopResources {

	private final EventLoopGroup group;

	private final EventLoopGroup onSameLoop;

	/**
	 * Shares event loops.
	 * @param group the loops; shut down when this is disposed
	 */
	SharedLoops(EventLoopGroup group) {
		this.group = group;
		this.onSameLoop = LoopResources.colocate(group);
	}

	@Override
	public boolean daemon() {
		return true;
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.group;
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.onSameLoop;
	}

	@Override
	public boolean isDisposed() {
		return this.group.isShuttingDown();
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return Mono.create((sink) -> this.group
			.shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS)
			.addListener((done) -> sink.success()));
	}

}
