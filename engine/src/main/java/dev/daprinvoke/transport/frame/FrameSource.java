package dev.daprinvoke.transport.frame;

import org.jspecify.annotations.Nullable;

/**
 * The call behind a {@link FrameReceiver}. May be called from any thread.
 */
public interface FrameSource {

	/**
	 * Asks the call for frames.
	 * @param count how many more may come
	 */
	void request(int count);

	/**
	 * Says that nobody wants the rest.
	 * @param violation what the peer did wrong, or {@code null} if the reader went away
	 */
	void cancel(@Nullable Throwable violation);

}
