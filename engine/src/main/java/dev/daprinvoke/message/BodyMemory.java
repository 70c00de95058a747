package dev.daprinvoke.message;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;

import io.netty.util.internal.PlatformDependent;

/**
 * Tells when the memory that bodies pass through is nearly used up: without a bound a few
 * thousand uploads that stop half-way would leave none for anybody else. Safe for use by
 * any number of threads; asking costs nanoseconds.
 */
public final class BodyMemory implements BooleanSupplier {

	private final BufferPoolMXBean ofJdk;

	private final long limit;

	private BodyMemory(BufferPoolMXBean ofJdk, long limit) {
		this.ofJdk = ofJdk;
		this.limit = limit;
	}

	/**
	 * Looks at this process's direct memory.
	 * @return whether more than three quarters of it are used
	 */
	public static BodyMemory ofThisProcess() {
		return beyond(PlatformDependent.maxDirectMemory() / 4 * 3);
	}

	/**
	 * Looks at this process's direct memory, when not even a refusal helps any more.
	 * @return whether more than seven eighths of it are used
	 */
	public static BodyMemory nearlyOut() {
		return beyond(PlatformDependent.maxDirectMemory() / 8 * 7);
	}

	private static BodyMemory beyond(long limit) {
		BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.findFirst()
			.orElseThrow();
		return new BodyMemory(direct, limit);
	}

	// Netty counts for itself what it takes past the JDK, and -1 where it does not.
	@Override
	public boolean getAsBoolean() {
		return this.ofJdk.getMemoryUsed() > this.limit || PlatformDependent.usedDirectMemory() > this.limit;
	}

}
