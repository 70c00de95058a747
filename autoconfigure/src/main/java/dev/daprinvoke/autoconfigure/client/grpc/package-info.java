/**
 * Wires gRPC stubs whose calls go through the sidecar.
 */
@NullMarked
package dev.daprinvoke.autoconfigure.client.grpc;

import org.jspecify.annotations.NullMarked;
