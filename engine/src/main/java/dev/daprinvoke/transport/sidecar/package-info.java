/**
 * Calls through a sidecar, real Dapr's or ours, over the HTTP API of both (contract
 * section 1), with nothing but the JDK.
 */
@NullMarked
package dev.daprinvoke.transport.sidecar;

import org.jspecify.annotations.NullMarked;
