package dev.daprinvoke.sidecar.lifecycle;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;

/**
 * Makes event loops that speak to the kernel by epoll where it is, else as the JDK does;
 * why not by io_uring, decision 0009 tells.
 */
final class LoopGroup {

	private LoopGroup() {
	}

	/**
	 * Makes event loops.
	 * @param threads how many
	 * @return the loops; to be shut down by the caller
	 */
	static EventLoopGroup create(int threads) {
		IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		return new MultiThreadIoEventLoopGroup(threads, new LoopThreads(), io);
	}

}
