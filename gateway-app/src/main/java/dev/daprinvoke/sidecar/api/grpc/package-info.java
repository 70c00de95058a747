/**
 * The port of Dapr's gRPC API, whose methods are not built yet.
 */
@NullMarked
package dev.daprinvoke.sidecar.api.grpc;

import org.jspecify.annotations.NullMarked;
