package dev.daprinvoke.sidecar.api.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import dev.daprinvoke.policy.access.ApiToken;

/**
 * Lets only those calls of the API's own methods pass that show its token, and takes it
 * out of them (contract section 3.1).
 */
final class TokenInterceptor implements ServerInterceptor {

	private static final Metadata.Key<String> HEADER = Metadata.Key.of(ApiToken.HEADER,
			Metadata.ASCII_STRING_MARSHALLER);

	private final ApiToken token;

	TokenInterceptor(ApiToken token) {
		this.token = token;
	}

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata metadata,
			ServerCallHandler<Q, A> next) {
		String shown = metadata.get(HEADER);
		if (!this.token.admits(shown)) {
			ApiStatus refusal = ApiStatus.unauthorized(shown);
			call.close(refusal.status(), refusal.trailers());
			return new ServerCall.Listener<>() {
			};
		}
		metadata.discardAll(HEADER);
		return next.startCall(call, metadata);
	}

}
