package dev.daprinvoke.transport.proxy;

import dev.daprinvoke.message.StatusCode;

/**
 * Told of calls that pass through a server. Called on event loops; must not block or
 * fail.
 */
@FunctionalInterface
public interface ProxyObserver {

	/** Does not care. */
	ProxyObserver NONE = (head) -> (status, elapsedNanos) -> {
	};

	/**
	 * A call begins.
	 * @param head what its client said first
	 * @return who is told of its end, unless it is refused at the door
	 */
	Ended begun(ProxiedHead head);

	/** Told of one call's end. */
	@FunctionalInterface
	interface Ended {

		/**
		 * The call has ended.
		 * @param status the status that its client got, or would have got
		 * @param elapsedNanos the time since it began
		 */
		void ended(StatusCode status, long elapsedNanos);

	}

}
