/**
 * The way from a sidecar to its own app, by HTTP or gRPC, and the HTTP client that the
 * way to servers outside shares with it.
 */
@NullMarked
package dev.daprinvoke.transport.app;

import org.jspecify.annotations.NullMarked;
