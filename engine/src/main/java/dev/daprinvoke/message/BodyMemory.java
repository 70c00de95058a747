package dev.daprinvoke.message;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;

import io.netty.util.internal.PlatformDependent;

/**
 * Tells when the memory that bodies pass through is nearly used up: without a bound a few
 * thousand uploads that stop half-way, or downloads that nobody reads, would leave none
 * for anybody else. Safe for use by any number of threads; asking costs nanoseconds.
 */
public final class BodyMemory {

	private final BooleanSupplier mayBegin;

	private final BooleanSupplier mayGoOn;

	/**
	 * Creates one that asks others.
	 * @param mayBegin whether there is room for further bodies
	 * @param mayGoOn whether there is room for more of those that have begun
	 */
	public BodyMemory(BooleanSupplier mayBegin, BooleanSupplier mayGoOn) {
		this.mayBegin = mayBegin;
		this.mayGoOn = mayGoOn;
	}

	/**
	 * Looks at this process's direct memory, and at its heap, where all of the heap's use
	 * is known to matter: that of the serial collector, which collects when it is full
	 * (each part of a body has a few objects there, however few its bytes). Bodies may
	 * begin up to three quarters of either, and go on up to seven eighths.
	 * @return the one for this process
	 */
	public static BodyMemory ofThisProcess() {
		return OfThisProcess.INSTANCE;
	}

	/**
	 * Room for any number of bodies.
	 * @return one that never refuses
	 */
	public static BodyMemory unbounded() {
		return new BodyMemory(() -> true, () -> true);
	}

	/**
	 * Whether there is room for further bodies.
	 * @return false if none may begin
	 */
	public boolean mayBegin() {
		return this.mayBegin.getAsBoolean();
	}

	/**
	 * Whether there is room for more of a body that has begun, when not even a refusal of
	 * others has helped.
	 * @return false if what has begun is to be broken off
	 */
	public boolean mayGoOn() {
		return this.mayGoOn.getAsBoolean();
	}

	private static final class OfThisProcess {

		private static final BufferPoolMXBean OF_JDK = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.findFirst()
			.orElseThrow();

		private static final boolean HEAP_IS_SERIAL = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.anyMatch((pool) -> pool.getName().equals("Tenured Gen"));

		static final BodyMemory INSTANCE = new BodyMemory(upTo(6), upTo(7));

		// Netty counts for itself what it takes past the JDK, and -1 where it does not.
		private static BooleanSupplier upTo(int eighths) {
			long direct = PlatformDependent.maxDirectMemory() / 8 * eighths;
			long heap = HEAP_IS_SERIAL ? Runtime.getRuntime().maxMemory() / 8 * eighths : Long.MAX_VALUE;
			return () -> OF_JDK.getMemoryUsed() <= direct && PlatformDependent.usedDirectMemory() <= direct
					&& usedHeap() <= heap;
		}

		private static long usedHeap() {
			Runtime runtime = Runtime.getRuntime();
			return runtime.totalMemory() - runtime.freeMemory();
		}

	}

}
