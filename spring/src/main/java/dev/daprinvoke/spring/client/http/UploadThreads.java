package dev.daprinvoke.spring.client.http;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads on which large bodies are written: virtual ones if those may wait anywhere
 * (Java 24), else up to {@link #MOST} that end when they have nothing to do. They are
 * nobody else's: callers wait for them, so with shared ones callers could take all.
 */
final class UploadThreads {

	/** How many bodies are written at a time without virtual threads; others wait. */
	static final int MOST = 200;

	/** How many bodies wait for a thread at most. */
	static final int MOST_WAITING = 10_000;

	private static final String PREFIX = "dapr-invoke-upload-";

	/** Of the whole process, made when first needed. */
	static final Executor SHARED = (Runtime.version().feature() >= 24) ? new VirtualThreadTaskExecutor(PREFIX)
			: platform();

	private UploadThreads() {
	}

	private static Executor platform() {
		CustomizableThreadFactory daemons = new CustomizableThreadFactory(PREFIX);
		daemons.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(MOST, MOST, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MOST_WAITING), daemons);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
