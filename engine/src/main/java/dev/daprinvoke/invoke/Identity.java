package dev.daprinvoke.invoke;

import java.util.Locale;

import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.target.AppTarget;

/**
 * Who calls whom, as told to the called app by headers that no client can set (contract
 * sections 1.6 and 2.3; a client's own values never pass).
 */
final class Identity {

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
		headers.add("dapr-caller-app-id", this.self.id().value());
		headers.add("dapr-callee-app-id", callee.id().value());
		headers.add("dapr-caller-namespace", this.self.namespace().value());
	}

	/** What other sidecars are told as well; once for a call, not for each attempt. */
	void forward(InvokeHeaders headers, AppTarget callee) {
		headers.add(DESTINATION, callee.id().value());
		headers.add("X-Forwarded-For", this.host.address());
		headers.add("X-Forwarded-Host", this.host.name());
		headers.add("Forwarded", this.forwarded);
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
			case "dapr-caller-app-id", "dapr-callee-app-id", "dapr-caller-namespace", DESTINATION -> true;
			default -> false;
		};
	}

}
