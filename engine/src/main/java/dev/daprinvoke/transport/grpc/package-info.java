/**
 * Connections that speak gRPC, to other sidecars, to apps and from clients: how they are
 * opened, shared and given up, what they have in common, the streams on them that are
 * beneath gRPC, and calls on such streams.
 */
@NullMarked
package dev.daprinvoke.transport.grpc;

import org.jspecify.annotations.NullMarked;
