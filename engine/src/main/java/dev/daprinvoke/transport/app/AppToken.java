package dev.daprinvoke.transport.app;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;

/**
 * Shows the app the token by which it knows its sidecar, in the place of any that a
 * client sent (contract section 4, {@code APP_API_TOKEN}).
 */
public final class AppToken implements InvokerLayer {

	private final String token;

	/**
	 * Creates the layer.
	 * @param token the token, not empty
	 */
	public AppToken(String token) {
		this.token = token;
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> {
			request.headers().set("Dapr-Api-Token", this.token);
			return next.invoke(request);
		};
	}

}
