package dev.daprinvoke.sidecar.api.grpc;

import io.netty.util.AsciiString;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.transport.proxy.CallProxy;
import dev.daprinvoke.transport.proxy.ProxiedCall;

/**
 * Lets only those proxied calls pass that show the API's token, and takes it out of them
 * (contract section 3.1).
 */
final class TokenProxy implements CallProxy {

	private static final AsciiString HEADER = AsciiString.cached(ApiToken.HEADER);

	private final ApiToken token;

	private final CallProxy next;

	TokenProxy(ApiToken token, CallProxy next) {
		this.token = token;
		this.next = next;
	}

	@Override
	public Publisher<?> proxy(ProxiedCall call) {
		String shown = call.head().first(HEADER);
		if (!this.token.admits(shown)) {
			ApiStatus refusal = ApiStatus.unauthorized(shown);
			call.refuse(refusal.code(), refusal.message(), refusal.details());
			return Mono.empty();
		}
		call.head().remove(HEADER);
		return this.next.proxy(call);
	}

}
