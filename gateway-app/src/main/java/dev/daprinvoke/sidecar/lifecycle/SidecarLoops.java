package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.ServerDomainSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.transport.grpc.EventLoops;

/**
 * The threads on which all of a sidecar's network work is done: one for each two cores,
 * since the app beside it needs them as well, and since a call that stays on one thread
 * is the cheapest.
 */
final class SidecarLoops {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private final LoopResources resources;

	SidecarLoops() {
		int workers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
		this.resources = new SharedLoops(LoopGroup.create(workers));
	}

	/** In the form in which Reactor Netty takes them. */
	LoopResources resources() {
		return this.resources;
	}

	/** In the form in which gRPC takes them. */
	EventLoops eventLoops() {
		EventLoopGroup group = this.resources.onServer(true);
		return new EventLoops(group, this.resources.onChannelClass(SocketChannel.class, group),
				this.resources.onChannelClass(ServerSocketChannel.class, group));
	}

	/**
	 * In the form in which gRPC takes them for unix domain sockets.
	 * @throws StartupException if the native library that knows these is not there
	 */
	EventLoops domainSocketLoops() {
		EventLoopGroup group = this.resources.onServer(true);
		try {
			// Reactor Netty makes such channels, but does not tell their class.
			ServerDomainSocketChannel one = this.resources.onChannel(ServerDomainSocketChannel.class, group);
			one.unsafe().closeForcibly();
			return new EventLoops(group, this.resources.onChannelClass(SocketChannel.class, group), one.getClass());
		}
		catch (IllegalArgumentException ex) {
			throw new StartupException(
					"--unix-domain-socket asks for unix domain sockets, "
							+ "for which this system lacks Netty's native library. Leave the flag out to use ports.",
					ex);
		}
	}

	/** Ends the threads; nothing may need them any more. */
	void close() throws InterruptedException {
		try {
			Await.end(this.resources.disposeLater(Duration.ZERO, Duration.ofSeconds(1)), Duration.ofSeconds(2));
		}
		catch (ExecutionException | TimeoutException ex) {
			log.debug("The event loops did not end in time: {}", ex.getMessage());
		}
	}

}
