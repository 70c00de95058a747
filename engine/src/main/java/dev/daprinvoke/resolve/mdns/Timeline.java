package dev.daprinvoke.resolve.mdns;

import java.time.Duration;

import reactor.core.Disposable;

/**
 * The one thread on which the protocol runs, and its clock.
 */
interface Timeline {

	/**
	 * The time since some fixed moment; it never goes back.
	 * @return nanoseconds
	 */
	long nanos();

	/**
	 * Runs a task on the thread: at once if the caller is on it, else soon.
	 * @param task the task
	 */
	void run(Runnable task);

	/**
	 * Runs a task on the thread later.
	 * @param delay after which time
	 * @param task the task
	 * @return gives up the task
	 */
	Disposable after(Duration delay, Runnable task);

}
