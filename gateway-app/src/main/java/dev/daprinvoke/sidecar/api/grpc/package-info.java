/**
 * The port of Dapr's gRPC API: its own methods, and the door to those of apps.
 */
@NullMarked
package dev.daprinvoke.sidecar.api.grpc;

import org.jspecify.annotations.NullMarked;
