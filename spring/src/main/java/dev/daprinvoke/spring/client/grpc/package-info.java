/**
 * gRPC stubs whose calls go to an app through the sidecar: channels to
 * {@code dapr://cart} connect to the sidecar's gRPC port, and each of their calls says
 * whom it is meant for.
 */
@NullMarked
package dev.daprinvoke.spring.client.grpc;

import org.jspecify.annotations.NullMarked;
