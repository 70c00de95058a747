package dev.daprinvoke.invoke;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.SpiffeId;

/**
 * Who calls whom, as told to the called app by headers that no client can set (contract
 * sections 1.6 and 2.3; a client's own values never pass).
 */
final class Identity {

	static final String CALLER = "dapr-caller-app-id";

	static final String NAMESPACE = "dapr-caller-namespace";

	private static final String DESTINATION = "destination-app-id";

	private final AppTarget self;

	private final Host host;

	private final String forwarded;

	Identity(AppTarget self, Host host) {
		this.self = self;
		this.host = host;
		this.forwarded = host.forwarded();
	}

	/** What every called app is told, the own one included. */
	void introduce(InvokeHeaders headers, AppTarget callee) {
		withdraw(headers);
		headers.add(CALLER, this.self.id().value());
		headers.add("dapr-callee-app-id", callee.id().value());
		headers.add(NAMESPACE, this.self.namespace().value());
	}

	/** What other sidecars are told as well; once for a call, not for each attempt. */
	void forward(InvokeHeaders headers, AppTarget callee) {
		headers.add(DESTINATION, callee.id().value());
		headers.add("X-Forwarded-For", this.host.address());
		headers.add("X-Forwarded-Host", this.host.name());
		headers.add("Forwarded", this.forwarded);
	}

	/**
	 * What the own app is told of another sidecar's call: a certificate says it, not the
	 * other sidecar. Without a certificate there are only its words.
	 */
	static void vouch(InvokeHeaders headers, @Nullable SpiffeId caller) {
		if (caller == null) {
			return;
		}
		headers.removeIf((name, value) -> CALLER.equalsIgnoreCase(name) || NAMESPACE.equalsIgnoreCase(name));
		List<String> app = caller.namespaceAndApp();
		if (!app.isEmpty()) {
			headers.add(CALLER, app.get(1));
			headers.add(NAMESPACE, app.get(0));
		}
	}

	/** Takes out what a client has no right to say. */
	static void withdraw(InvokeHeaders headers) {
		headers.removeIf((name, value) -> isReserved(name));
	}

	private static boolean isReserved(String name) {
		char first = name.charAt(0);
		if (first != 'd' && first != 'D') {
			return false;
		}
		return switch (name.toLowerCase(Locale.ROOT)) {
			case CALLER, "dapr-callee-app-id", NAMESPACE, DESTINATION -> true;
			default -> false;
		};
	}

}
