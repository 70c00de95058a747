/**
 * Dapr's gRPC API.
 */
@NullMarked
package dev.daprinvoke.sidecar.api.grpc;

import org.jspecify.annotations.NullMarked;
