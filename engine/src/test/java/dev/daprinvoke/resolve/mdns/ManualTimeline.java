package dev.daprinvoke.resolve.mdns;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

import reactor.core.Disposable;

/**
 * A {@link Timeline} whose time passes only when a test says so.
 */
final class ManualTimeline implements Timeline {

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::due).thenComparingLong(Task::number));

	private long now;

	private long count;

	@Override
	public long nanos() {
		return this.now;
	}

	@Override
	public void run(Runnable task) {
		task.run();
	}

	@Override
	public Disposable after(Duration delay, Runnable task) {
		Task scheduled = new Task(this.now + delay.toNanos(), this.count++, task);
		this.tasks.add(scheduled);
		return () -> this.tasks.remove(scheduled);
	}

	void pass(Duration time) {
		long end = this.now + time.toNanos();
		while (!this.tasks.isEmpty() && this.tasks.peek().due() <= end) {
			Task next = this.tasks.remove();
			this.now = next.due();
			next.action().run();
		}
		this.now = end;
	}

	int pending() {
		return this.tasks.size();
	}

	private record Task(long due, long number, Runnable action) {

	}

}
