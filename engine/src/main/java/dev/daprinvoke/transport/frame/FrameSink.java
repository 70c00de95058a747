package dev.daprinvoke.transport.frame;

/**
 * The call into which a {@link FrameSender} writes. Called by one thread at a time.
 *
 * @param <H> the kind of head
 */
public interface FrameSink<H> {

	/**
	 * Whether the transport has room for another frame.
	 * @return whether to go on; if not, {@link FrameSender#onReady()} will be called
	 */
	boolean isReady();

	/**
	 * Writes a frame.
	 * @param frame the frame; its data is owned by the sink from now on
	 */
	void send(HopFrame<H> frame);

	/**
	 * Says that no further frame comes.
	 */
	void complete();

	/**
	 * Breaks the stream off.
	 * @param error why
	 */
	void fail(Throwable error);

}
