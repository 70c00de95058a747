package dev.daprinvoke.sidecar.lifecycle;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes event loops that speak to the kernel in the cheapest way it knows: by io_uring,
 * which containers often forbid, else by epoll, else as the JDK does (decision 0009).
 */
final class LoopGroup {

	/** A system property: {@code false} keeps io_uring out of use. */
	static final String IO_URING = "dapr.invoke.io-uring";

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private LoopGroup() {
	}

	/**
	 * Makes event loops.
	 * @param threads how many
	 * @return the loops; to be shut down by the caller
	 */
	static EventLoopGroup create(int threads) {
		if (mayUseIoUring()) {
			try {
				return create(threads, IoUringIoHandler.newFactory());
			}
			catch (RuntimeException ex) {
				// A limit on locked memory, for one, shows here only.
				log.info("Sockets are served by epoll, as io_uring is refused: {}", ex.getMessage());
			}
		}
		return create(threads, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
	}

	// Kernels without ring buffers (before 5.19) know io_uring, but its early days are
	// no place for a sidecar.
	private static boolean mayUseIoUring() {
		return !"false".equals(System.getProperty(IO_URING)) && IoUring.isAvailable()
				&& IoUring.isRegisterBufferRingSupported();
	}

	private static EventLoopGroup create(int threads, IoHandlerFactory io) {
		return new MultiThreadIoEventLoopGroup(threads, new LoopThreads(), io);
	}

}
