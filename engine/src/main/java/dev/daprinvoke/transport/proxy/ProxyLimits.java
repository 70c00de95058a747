package dev.daprinvoke.transport.proxy;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.transport.grpc.CallMemory;

/**
 * What a proxied call may take.
 *
 * @param maxMessageSize the largest message in either direction, in bytes
 * @param calls tells whether there is room for what a call holds
 */
public record ProxyLimits(int maxMessageSize, CallMemory calls) {

	/**
	 * Tells whether there is room for what is in flight.
	 * @return the memory of bodies
	 */
	BodyMemory memory() {
		return this.calls.bodies();
	}

}
