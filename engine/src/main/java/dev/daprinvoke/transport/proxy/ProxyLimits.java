package dev.daprinvoke.transport.proxy;

import dev.daprinvoke.message.BodyMemory;

/**
 * What a proxied call may take.
 *
 * @param maxMessageSize the largest message in either direction, in bytes
 * @param memory tells whether there is room for what is in flight
 */
public record ProxyLimits(int maxMessageSize, BodyMemory memory) {

}
