package dev.daprinvoke.transport.grpc;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A call's place in the queue for a connection. If the caller goes away it leaves the
 * queue; a connection that comes at the same moment is given back.
 */
final class Turn extends Mono<PooledConnection> implements Subscription {

	private final Consumer<Turn> queue;

	private final Consumer<Turn> leave;

	private @Nullable CoreSubscriber<? super PooledConnection> caller;

	private boolean over;

	/**
	 * Creates a place.
	 * @param queue takes the place when the caller begins to wait
	 * @param leave removes it when the caller goes away
	 */
	Turn(Consumer<Turn> queue, Consumer<Turn> leave) {
		this.queue = queue;
		this.leave = leave;
	}

	@Override
	public void subscribe(CoreSubscriber<? super PooledConnection> actual) {
		synchronized (this) {
			if (this.caller != null) {
				Operators.error(actual, new IllegalStateException("a turn comes only once"));
				return;
			}
			this.caller = actual;
		}
		actual.onSubscribe(this);
		this.queue.accept(this);
	}

	/**
	 * Lets the caller go on.
	 * @param connection a connection that was begun for it
	 */
	void give(PooledConnection connection) {
		CoreSubscriber<? super PooledConnection> actual;
		synchronized (this) {
			actual = this.over ? null : this.caller;
			this.over = true;
		}
		if (actual == null) {
			connection.end();
			return;
		}
		actual.onNext(connection);
		actual.onComplete();
	}

	@Override
	public void request(long n) {
		Operators.validate(n);
	}

	@Override
	public void cancel() {
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.over = true;
		}
		this.leave.accept(this);
	}

}
