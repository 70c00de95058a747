package dev.daprinvoke.sidecar.wire;

import java.util.Iterator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which HTTP/1.1 requests are taken at all, in the order of Go's server: syntax,
 * transfer encoding, version, host, expectation. What two parsers could read differently
 * never gets further.
 */
final class RequestCheck {

	private static final boolean[] HOST_CHARS = new boolean[128];

	static {
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!$%&()*+,-.:;='[]_~".chars()
			.forEach((c) -> HOST_CHARS[c] = true);
	}

	private RequestCheck() {
	}

	/**
	 * Looks at a request.
	 * @param request the request as decoded, or as far as it could be
	 * @return why it is not taken, or {@code null} if it is
	 */
	static @Nullable Refusal of(HttpRequest request) {
		if (request.decoderResult().isFailure()) {
			return ofFailure(request.decoderResult().cause());
		}
		HttpHeaders headers = request.headers();
		if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && !isOnceChunked(headers)) {
			return Refusal.TRANSFER_ENCODING;
		}
		if (request.protocolVersion().majorVersion() != 1) {
			return Refusal.VERSION;
		}
		Refusal host = ofHost(request, headers);
		if (host != null) {
			return host;
		}
		String expect = headers.get(HttpHeaderNames.EXPECT);
		boolean isMet = expect == null || expect.isEmpty()
				|| headers.containsValue(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
		return isMet ? null : Refusal.EXPECTATION;
	}

	// The decoder tells its reasons by type where it can, else by text only.
	private static Refusal ofFailure(Throwable cause) {
		if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException) {
			return Refusal.HEAD_TOO_LARGE;
		}
		String text = String.valueOf(cause.getMessage());
		if (text.startsWith("chunked must be the last")) {
			return Refusal.TRANSFER_ENCODING;
		}
		if (text.startsWith("Validation failed for header") || text.startsWith("Invalid separator, only")) {
			return Refusal.HEADER_VALUE;
		}
		boolean isBlankInName = text.startsWith("a header name can only contain")
				&& text.contains("invalid character 0x20 ");
		return isBlankInName ? Refusal.HEADER_NAME : Refusal.BAD_REQUEST;
	}

	private static boolean isOnceChunked(HttpHeaders headers) {
		Iterator<String> values = headers.valueStringIterator(HttpHeaderNames.TRANSFER_ENCODING);
		return HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(values.next()) && !values.hasNext();
	}

	private static @Nullable Refusal ofHost(HttpRequest request, HttpHeaders headers) {
		Iterator<String> hosts = headers.valueStringIterator(HttpHeaderNames.HOST);
		if (!hosts.hasNext()) {
			boolean needed = request.protocolVersion().minorVersion() > 0 && !request.method().name().equals("CONNECT");
			return needed ? Refusal.MISSING_HOST : null;
		}
		String host = hosts.next();
		if (hosts.hasNext()) {
			return Refusal.BAD_REQUEST;
		}
		if (!isHost(host)) {
			return Refusal.MALFORMED_HOST;
		}
		if (!hasReadablePort(host)) {
			headers.set(HttpHeaderNames.HOST, withoutPort(host));
		}
		return null;
	}

	private static boolean isHost(String host) {
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c >= HOST_CHARS.length || !HOST_CHARS[c]) {
				return false;
			}
		}
		return true;
	}

	// Reactor Netty refuses a request whose port it cannot read as a number; Go never
	// looks, and nothing here depends on it.
	static boolean hasReadablePort(String host) {
		int colon = port(host);
		if (colon < 0) {
			return true;
		}
		int digits = host.length() - colon - 1;
		for (int i = colon + 1; i < host.length(); i++) {
			if (host.charAt(i) < '0' || host.charAt(i) > '9') {
				return false;
			}
		}
		return digits >= 1 && digits <= 9;
	}

	static String withoutPort(String host) {
		return host.substring(0, port(host));
	}

	private static int port(String host) {
		return host.startsWith("[") ? host.indexOf(':', Math.max(0, host.indexOf(']'))) : host.indexOf(':');
	}

}
