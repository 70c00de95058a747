package dev.daprinvoke.spring.client.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Addresses every call of a channel to one app and shows the sidecar's API token. What a
 * call carries under these names already, say because the metadata of an incoming call
 * was copied, is dropped: the channel decides where its calls go. Without a token of our
 * own a call keeps the one it carries.
 */
final class AddressingInterceptor implements ClientInterceptor {

	private static final Metadata.Key<String> APP_ID = key("dapr-app-id");

	// A sidecar heeds it before the app id.
	private static final Metadata.Key<String> CALLEE_APP_ID = key("dapr-callee-app-id");

	private static final Metadata.Key<String> API_TOKEN = key("dapr-api-token");

	private final String app;

	private final @Nullable String apiToken;

	AddressingInterceptor(String app, @Nullable String apiToken) {
		this.app = app;
		this.apiToken = apiToken;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		return new SimpleForwardingClientCall<>(next.newCall(method, options)) {

			@Override
			public void start(Listener<A> listener, Metadata headers) {
				address(headers);
				super.start(listener, headers);
			}

		};
	}

	private void address(Metadata headers) {
		headers.discardAll(CALLEE_APP_ID);
		headers.discardAll(APP_ID);
		headers.put(APP_ID, this.app);
		if (this.apiToken != null) {
			headers.discardAll(API_TOKEN);
			headers.put(API_TOKEN, this.apiToken);
		}
	}

	private static Metadata.Key<String> key(String name) {
		return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
	}

}
