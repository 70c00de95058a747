package dev.daprinvoke.sidecar.lifecycle;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;

/**
 * Makes event loops that speak to the kernel by epoll where it is, else as the JDK does;
 * why not by io_uring, decision 0009 tells.
 */
final class LoopGroup {

	/**
	 * How many sockets a loop looks after before it sends what they brought on its way:
	 * what goes to a peer is sent when the loop has done its round, and with a round of
	 * all sockets each sidecar waits while the other works (decision 0009).
	 */
	static final int SOCKETS_AT_ONCE = 12;

	private LoopGroup() {
	}

	/**
	 * Makes event loops.
	 * @param threads how many
	 * @return the loops; to be shut down by the caller
	 */
	static EventLoopGroup create(int threads) {
		IoHandlerFactory io = Epoll.isAvailable() ? epoll() : NioIoHandler.newFactory();
		return new MultiThreadIoEventLoopGroup(threads, new LoopThreads(), io);
	}

	private static IoHandlerFactory epoll() {
		// The strategy is Netty's own, which it does not let be named.
		SelectStrategy strategy = (ready, hasTasks) -> hasTasks ? ready.get() : SelectStrategy.SELECT;
		return LazyEpoll.factory(EpollIoHandler.newFactory(SOCKETS_AT_ONCE, () -> strategy));
	}

}
