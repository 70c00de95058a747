package dev.daprinvoke.testkit;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Where event loops, which must not wait for locks, leave things for a test.
 *
 * @param <T> the things
 */
public final class Inbox<T> {

	private final Queue<T> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Leaves a thing.
	 * @param thing the thing
	 */
	public void add(T thing) {
		this.waiting.add(thing);
	}

	/**
	 * Takes the next thing, ten seconds later at most.
	 * @param what what is waited for, for the failure's text
	 * @return the thing
	 */
	public T take(String what) {
		AtomicReference<@Nullable T> taken = new AtomicReference<>();
		Await.until(what, () -> {
			taken.set(this.waiting.poll());
			return taken.get() != null;
		});
		return Objects.requireNonNull(taken.get());
	}

	/**
	 * How many things wait.
	 * @return the number
	 */
	public int size() {
		return this.waiting.size();
	}

}
