package dev.daprinvoke.transport.app;

/**
 * Whoever waits for a connection of {@link Http1Pool}.
 */
interface Http1Waiter {

	/**
	 * There is none now: it has to leave if it does not want one any more. On the thread
	 * that asked, under the pool's lock.
	 */
	void waits();

	/**
	 * There is one. On its event loop.
	 * @param connection the connection, without a call; to be given back
	 */
	void connected(Http1Connection connection);

	/**
	 * There will be none. On any thread.
	 * @param reason why
	 */
	void refused(Throwable reason);

}
