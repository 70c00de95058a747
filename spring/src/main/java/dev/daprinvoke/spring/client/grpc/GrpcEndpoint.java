package dev.daprinvoke.spring.client.grpc;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a sidecar's gRPC API is.
 *
 * @param target the address, as gRPC's DNS resolver takes it
 * @param tls whether connections are encrypted
 */
public record GrpcEndpoint(URI target, boolean tls) {

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private static final int MAX_PORT = 65535;

	private static final String EXPECTED = "host:port, http://host:port, https://host:port or dns:host:port, the first and last also with ?tls=true";

	private static final Pattern TEXT = Pattern
		.compile("(?:(?<scheme>https?)://|dns:(?://(?<server>[\\w.:\\[\\]-]*)/)?)?" // how
				+ "(?<host>\\[[0-9a-f:.]+]|[\\w.-]+)(?::(?<port>\\d{1,5}))?/?" // where
				+ "(?:\\?tls=(?<tls>true|false))?", Pattern.CASE_INSENSITIVE);

	/**
	 * A sidecar on this host, without encryption.
	 * @param name the setting the port comes from; error messages begin with it
	 * @param port the port of its gRPC API, 1 to 65535
	 * @return the endpoint
	 * @throws IllegalArgumentException if the port is not a number in that range
	 */
	public static GrpcEndpoint local(String name, String port) {
		if (!port.matches("\\d{1,5}") || !isPort(Integer.parseInt(port))) {
			throw new IllegalArgumentException(name + ": " + port + " (expected: 1 to 65535)");
		}
		return new GrpcEndpoint(URI.create("dns:///localhost:" + port), false);
	}

	/**
	 * Understands the forms of {@code DAPR_GRPC_ENDPOINT}: {@code host:port},
	 * {@code dns:host:port} and {@code dns://server/host:port}, which mean plaintext
	 * unless {@code ?tls=true} follows, {@code http://host:port} for plaintext and
	 * {@code https://host:port} for TLS. Without a port it is 80 for {@code http}, and
	 * 443 for all others.
	 * @param name the setting the text comes from; error messages begin with it
	 * @param text the endpoint
	 * @return the endpoint
	 * @throws IllegalArgumentException if the text has none of these forms
	 */
	public static GrpcEndpoint parse(String name, String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches() || (matcher.group("scheme") != null && matcher.group("tls") != null)) {
			throw unexpected(name, text);
		}
		String scheme = matcher.group("scheme");
		int port = port(matcher.group("port"), "http".equalsIgnoreCase(scheme) ? HTTP_PORT : HTTPS_PORT);
		if (!isPort(port)) {
			throw unexpected(name, text);
		}
		String server = (matcher.group("server") != null) ? matcher.group("server") : "";
		boolean tls = "https".equalsIgnoreCase(scheme) || "true".equalsIgnoreCase(matcher.group("tls"));
		return new GrpcEndpoint(address(name, text, server, matcher.group("host") + ":" + port), tls);
	}

	private static URI address(String name, String text, String server, String host) {
		try {
			// Only an authority may hold brackets.
			return URI.create("dns://" + server + "/" + host.replace("[", "%5B").replace("]", "%5D"));
		}
		catch (IllegalArgumentException ex) {
			throw unexpected(name, text);
		}
	}

	private static int port(@Nullable String text, int otherwise) {
		return (text != null) ? Integer.parseInt(text) : otherwise;
	}

	private static boolean isPort(int port) {
		return port > 0 && port <= MAX_PORT;
	}

	private static IllegalArgumentException unexpected(String name, String text) {
		return new IllegalArgumentException(name + ": " + text + " (expected: " + EXPECTED + ")");
	}

}
