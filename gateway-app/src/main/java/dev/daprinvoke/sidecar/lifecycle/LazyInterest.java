package dev.daprinvoke.sidecar.lifecycle;

import java.util.Objects;

import io.netty.channel.IoEvent;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What one socket waits for, between its channel and epoll. Reactor Netty stops reading a
 * connection while an exchange has all it needs, and reads again after it; almost always
 * nothing has come meanwhile, so that the kernel need know of neither. If something
 * comes, it is told then, and the channel hears of it when it reads again. Belongs to the
 * event loop's thread, but for {@link #isValid} and {@link #cancel}.
 */
final class LazyInterest implements EpollIoHandle, IoRegistration {

	private final EpollIoHandle channel;

	private @Nullable IoRegistration registration;

	private EpollIoOps wanted = EpollIoOps.NONE;

	private EpollIoOps toldKernel = EpollIoOps.NONE;

	/**
	 * Waits for nothing yet.
	 * @param channel whose socket it is
	 */
	LazyInterest(EpollIoHandle channel) {
		this.channel = channel;
	}

	/**
	 * Names the registration with the kernel.
	 * @param registration that of this handle
	 */
	void registration(IoRegistration registration) {
		this.registration = registration;
	}

	private IoRegistration registration() {
		return Objects.requireNonNull(this.registration);
	}

	@Override
	public long submit(IoOps ops) {
		this.wanted = (EpollIoOps) ops;
		if (!onlyReadingWaits()) {
			return tellKernel();
		}
		return this.wanted.value();
	}

	// Whether the kernel tells all that is wanted and, besides, what there is to read.
	// Wanting nothing at all is no such case: then not even errors may be told.
	private boolean onlyReadingWaits() {
		return this.wanted.value() != EpollIoOps.NONE.value()
				&& this.wanted.with(EpollIoOps.EPOLLIN).value() == this.toldKernel.value();
	}

	private long tellKernel() {
		long told = registration().submit(this.wanted);
		this.toldKernel = this.wanted;
		return told;
	}

	@Override
	public void handle(IoRegistration registration, IoEvent event) {
		EpollIoOps ready = ((EpollIoEvent) event).ops();
		if (!ready.contains(EpollIoOps.EPOLLIN) || this.wanted.contains(EpollIoOps.EPOLLIN)) {
			this.channel.handle(this, event);
			return;
		}
		if (this.wanted.value() != this.toldKernel.value()) {
			tellKernel();
		}
		EpollIoOps rest = ready.without(EpollIoOps.EPOLLIN);
		if (rest.value() != EpollIoOps.NONE.value()) {
			EpollIoEvent unread = () -> rest;
			this.channel.handle(this, unread);
		}
	}

	@Override
	public FileDescriptor fd() {
		return this.channel.fd();
	}

	@Override
	public void registered() {
		this.channel.registered();
	}

	@Override
	public void unregistered() {
		this.channel.unregistered();
	}

	@Override
	public void close() throws Exception {
		this.channel.close();
	}

	@Override
	public <T> T attachment() {
		return registration().attachment();
	}

	@Override
	public boolean isValid() {
		return registration().isValid();
	}

	@Override
	public boolean cancel() {
		return registration().cancel();
	}

}
