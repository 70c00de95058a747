/**
 * Connections that speak gRPC, to other sidecars, to apps and from clients: how they are
 * opened, shared and given up, what they have in common, and the streams on them that
 * pass beneath gRPC, unread.
 */
@NullMarked
package dev.daprinvoke.transport.grpc;

import org.jspecify.annotations.NullMarked;
