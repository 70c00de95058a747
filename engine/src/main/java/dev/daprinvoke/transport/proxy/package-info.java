/**
 * Calls of any gRPC service that pass through without being read (contract section 3.5):
 * what comes on a stream of a client's connection leaves on a stream of another one,
 * frame by frame, with back-pressure, in both directions at once.
 */
@NullMarked
package dev.daprinvoke.transport.proxy;

import org.jspecify.annotations.NullMarked;
