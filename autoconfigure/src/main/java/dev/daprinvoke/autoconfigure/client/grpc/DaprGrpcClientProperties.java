package dev.daprinvoke.autoconfigure.client.grpc;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How gRPC stubs reach the sidecar.
 *
 * @param endpoint Where the sidecar's gRPC API is, as host:port, http://host:port,
 * https://host:port or dns:host:port; https, or ?tls=true behind one of the forms without
 * http, means TLS. Mirrors the variable DAPR_GRPC_ENDPOINT, which counts if this is not
 * set; then localhost with the port of the variable DAPR_GRPC_PORT, which is 50001 if not
 * set.
 */
@ConfigurationProperties("dapr.invoke.sidecar.grpc")
public record DaprGrpcClientProperties(@Nullable String endpoint) {

}
