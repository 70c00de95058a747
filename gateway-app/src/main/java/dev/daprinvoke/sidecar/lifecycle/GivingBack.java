package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Gives the heap that a burst took back to the system once the burst is over: the Java
 * machine by itself collects, and gives back, only when it needs memory. A collection
 * stops all threads for some tens of milliseconds, so there is one only while hardly
 * anything is done, and at most one after each burst. Used by one thread at a time.
 */
final class GivingBack {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	/** The most processor time of a quiet interval: a hundredth. */
	private static final long QUIET = INTERVAL.dividedBy(100).toNanos();

	/** The least processor time that may have left garbage worth a collection. */
	private static final long WORK = Duration.ofMillis(200).toNanos();

	/** The least growth that is worth a collection. */
	private static final long GROWTH = 8L << 20;

	/** The most that a collection may have to wait for: a minute of processor time. */
	private static final long MOST_WORK = Duration.ofMinutes(1).toNanos();

	private long smallestHeap;

	/** The work before the next collection: more after each that gave nothing back. */
	private long work = WORK;

	private long usedBefore;

	private long usedAtLast;

	/**
	 * Begins to watch.
	 * @param heap the size of the heap now, in bytes
	 * @param used the processor time used until now, in nanoseconds
	 */
	GivingBack(long heap, long used) {
		this.smallestHeap = heap;
		this.usedBefore = used;
		this.usedAtLast = used;
	}

	/**
	 * Watches this process and collects when it is time to.
	 * @return ends that
	 */
	static Disposable ofThisProcess() {
		Scheduler thread = Schedulers.newSingle("memory", true);
		GivingBack memory = new GivingBack(heap(), processorTime());
		return Disposables.composite(Flux.interval(INTERVAL, thread).onBackpressureDrop().subscribe((tick) -> {
			long heap = heap();
			if (memory.isTime(heap, processorTime())) {
				memory.collected(heap, collect());
			}
		}, (error) -> log.warn("Memory is not given back any more: {}", error.toString())), thread);
	}

	/**
	 * Looks once an interval whether a collection is worth its pause.
	 * @param heap the size of the heap now, in bytes
	 * @param used the processor time used until now, in nanoseconds
	 * @return whether to collect
	 */
	boolean isTime(long heap, long used) {
		boolean quiet = used - this.usedBefore <= QUIET;
		this.usedBefore = used;
		if (!quiet || heap < this.smallestHeap + GROWTH || used - this.usedAtLast < this.work) {
			return false;
		}
		this.usedAtLast = used;
		return true;
	}

	/**
	 * Takes note of what a collection did.
	 * @param before the size of the heap before it, in bytes
	 * @param heap the size of the heap after it, in bytes
	 */
	void collected(long before, long heap) {
		this.smallestHeap = Math.min(this.smallestHeap, heap);
		this.work = (before - heap < GROWTH) ? Math.min(MOST_WORK, 2 * this.work) : WORK;
	}

	private static long collect() {
		long before = heap();
		long start = System.nanoTime();
		System.gc();
		long after = heap();
		log.debug("Gave back {} MB of {} MB heap in {} ms", (before - after) >> 20, before >> 20,
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		return after;
	}

	private static long heap() {
		return Runtime.getRuntime().totalMemory();
	}

	private static long processorTime() {
		return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
	}

}
