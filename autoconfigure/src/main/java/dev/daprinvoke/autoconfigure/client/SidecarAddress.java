package dev.daprinvoke.autoconfigure.client;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import dev.daprinvoke.transport.sidecar.SidecarSettings;

/**
 * Finds the sidecar: by properties, then by the variables that Dapr sets for its apps.
 */
final class SidecarAddress {

	private static final String ENDPOINT = "DAPR_HTTP_ENDPOINT";

	private static final String PORT = "DAPR_HTTP_PORT";

	private static final String TOKEN = "DAPR_API_TOKEN";

	private SidecarAddress() {
	}

	static SidecarSettings of(DaprInvokeProperties.Sidecar properties, Environment environment) {
		String token = token(properties.apiToken(), environment);
		URI configured = properties.httpEndpoint();
		if (configured != null) {
			return settings("dapr.invoke.sidecar.http-endpoint", configured.toString(), token, properties);
		}
		String endpoint = text(environment.getProperty(ENDPOINT));
		if (endpoint != null) {
			return settings(ENDPOINT, endpoint, token, properties);
		}
		String port = text(environment.getProperty(PORT));
		return settings(PORT, "http://localhost:" + ((port != null) ? port(port) : 3500), token, properties);
	}

	private static @Nullable String token(@Nullable String configured, Environment environment) {
		String own = text(configured);
		String token = (own != null) ? own : text(environment.getProperty(TOKEN));
		if (token != null && !token.chars().allMatch((each) -> each >= ' ' && each <= '~')) {
			throw new InvalidSettingException(((own != null) ? "dapr.invoke.sidecar.api-token" : TOKEN)
					+ ": (not shown) (expected: printable ASCII)", null);
		}
		return token;
	}

	private static SidecarSettings settings(String source, String endpoint, @Nullable String token,
			DaprInvokeProperties.Sidecar properties) {
		try {
			return new SidecarSettings(URI.create(endpoint), token, properties.connectTimeout());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(
					source + ": \"" + endpoint
							+ "\" is no address of a sidecar (expected: http://<host>:<port> or https://<host>:<port>)",
					ex);
		}
	}

	private static int port(String text) {
		try {
			int port = Integer.parseInt(text.strip());
			if (port > 0 && port <= 65535) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// Said below.
		}
		throw new InvalidSettingException(PORT + ": \"" + text + "\" (expected: a port from 1 to 65535)", null);
	}

	private static @Nullable String text(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value.strip();
	}

}
