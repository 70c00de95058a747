package dev.daprinvoke.testkit;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/**
 * Remembers every buffer that was garbage before it was released, as Netty's detector
 * finds them. Needs {@code -Dio.netty.leakDetection.level=paranoid}.
 */
public final class LeakRecorder extends ResourceLeakDetectorFactory {

	private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

	/** Makes Netty report to this class; before any buffer was made. */
	static void install() {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new LeakRecorder());
	}

	@Override
	public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
			long maxActive) {
		return detector(resource, samplingInterval);
	}

	@Override
	public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
		return detector(resource, samplingInterval);
	}

	private static <T> ResourceLeakDetector<T> detector(Class<T> resource, int samplingInterval) {
		return new ResourceLeakDetector<>(resource, samplingInterval) {

			@Override
			protected boolean needReport() {
				return true;
			}

			@Override
			protected void reportTracedLeak(String resourceType, String records) {
				LEAKS.add(resourceType + records);
			}

			@Override
			protected void reportUntracedLeak(String resourceType) {
				LEAKS.add(resourceType);
			}

		};
	}

	/**
	 * Collects garbage and takes the leaks found since the last time.
	 * @return where each lost buffer was last used
	 */
	public static List<String> take() {
		// All that the first collection found is queued before anything of the second.
		awaitCollection();
		awaitCollection();
		// The detector looks at its queue whenever a buffer is made.
		ByteBufAllocator.DEFAULT.buffer(1).release();
		List<String> found = new ArrayList<>();
		for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
			found.add(leak);
		}
		return found;
	}

	private static void awaitCollection() {
		ReferenceQueue<Object> queue = new ReferenceQueue<>();
		PhantomReference<Object> last = new PhantomReference<>(new Object(), queue);
		try {
			for (int i = 0; i < 20; i++) {
				System.gc();
				if (queue.remove(250) == last) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
