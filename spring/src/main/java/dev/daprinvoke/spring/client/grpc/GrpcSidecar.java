package dev.daprinvoke.spring.client.grpc;

import org.jspecify.annotations.Nullable;

/**
 * The sidecar that gRPC calls go through.
 *
 * @param endpoint where its gRPC API is
 * @param apiToken what its API asks callers for, in printable ASCII; {@code null} if it
 * asks for nothing
 */
public record GrpcSidecar(GrpcEndpoint endpoint, @Nullable String apiToken) {

	public GrpcSidecar {
		if (apiToken != null && (apiToken.isEmpty() || !MetadataText.isLegal(apiToken))) {
			throw new IllegalArgumentException("apiToken: (not shown) (expected: a non-empty text in printable ASCII)");
		}
	}

	// The token is a secret.
	@Override
	public String toString() {
		return "GrpcSidecar[endpoint=" + this.endpoint + "]";
	}

}
