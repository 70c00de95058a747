package dev.daprinvoke.sidecar.lifecycle;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, without the system calls for sockets that nobody wants to read for a
 * moment: each {@link LazyInterest} tells the kernel only when something does come
 * meanwhile (decision 0009).
 */
final class LazyEpoll implements IoHandler {

	private final IoHandler epoll;

	/**
	 * Saves system calls.
	 * @param epoll Netty's handler of epoll
	 */
	LazyEpoll(IoHandler epoll) {
		this.epoll = epoll;
	}

	/**
	 * Saves system calls of each loop.
	 * @param epoll makes Netty's handlers of epoll
	 * @return makes handlers with lazy interests
	 */
	static IoHandlerFactory factory(IoHandlerFactory epoll) {
		return new IoHandlerFactory() {

			@Override
			public IoHandler newHandler(ThreadAwareExecutor loop) {
				return new LazyEpoll(epoll.newHandler(loop));
			}

			@Override
			public boolean isChangingThreadSupported() {
				return epoll.isChangingThreadSupported();
			}

		};
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		LazyInterest interest = new LazyInterest((EpollIoHandle) handle);
		interest.registration(this.epoll.register(interest));
		return interest;
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handle) {
		return this.epoll.isCompatible(handle);
	}

	@Override
	public void initialize() {
		this.epoll.initialize();
	}

	@Override
	public int run(IoHandlerContext context) {
		return this.epoll.run(context);
	}

	@Override
	public void wakeup() {
		this.epoll.wakeup();
	}

	@Override
	public void prepareToDestroy() {
		this.epoll.prepareToDestroy();
	}

	@Override
	public void destroy() {
		this.epoll.destroy();
	}

}
