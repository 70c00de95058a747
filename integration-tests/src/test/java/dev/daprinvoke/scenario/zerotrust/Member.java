package dev.daprinvoke.scenario.zerotrust;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;

/**
 * A sidecar that another one takes the place of, as deployments do it: the new one is
 * there before the old one goes. Its client sees no gap either.
 */
final class Member implements AutoCloseable {

	private final ReadWriteLock clients = new ReentrantReadWriteLock();

	private volatile Sidecar sidecar;

	/**
	 * Begins with a first sidecar.
	 * @param first the sidecar, ready
	 */
	Member(Sidecar first) {
		this.sidecar = first;
	}

	Sidecar sidecar() {
		return this.sidecar;
	}

	/** Calls an app through the sidecar of the moment. */
	RawResponse invoke(String app, String method) {
		this.clients.readLock().lock();
		try {
			return this.sidecar.invoke(app, method);
		}
		finally {
			this.clients.readLock().unlock();
		}
	}

	/** Changes to another one. */
	void replace(Supplier<Sidecar> ready) {
		Sidecar next = ready.get();
		Sidecar old = this.sidecar;
		this.clients.writeLock().lock();
		this.sidecar = next;
		this.clients.writeLock().unlock();
		old.close();
	}

	@Override
	public void close() {
		this.sidecar.close();
	}

}
