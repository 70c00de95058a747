package dev.daprinvoke.sidecar.flags;

import java.util.Locale;
import java.util.stream.Stream;

import dev.daprinvoke.process.flags.StartupException;

/**
 * What the app speaks (contract, invocation.md 4).
 */
enum AppProtocol {

	HTTP, HTTPS, H2C, GRPC, GRPCS;

	/**
	 * Reads {@code --app-protocol}, with {@code --app-ssl} laid over it.
	 * @throws StartupException in Dapr's words if there is no such protocol
	 */
	static AppProtocol of(String text, boolean appSsl) {
		String wanted = text.isEmpty() ? "http" : text.toLowerCase(Locale.ROOT);
		AppProtocol protocol = Stream.of(values())
			.filter((candidate) -> candidate.text().equals(wanted))
			.findFirst()
			.orElseThrow(() -> new StartupException("invalid value for 'app-protocol': " + text));
		return appSsl ? protocol.withTls() : protocol;
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	private AppProtocol withTls() {
		return switch (this) {
			case HTTP -> HTTPS;
			case GRPC -> GRPCS;
			default -> this;
		};
	}

}
