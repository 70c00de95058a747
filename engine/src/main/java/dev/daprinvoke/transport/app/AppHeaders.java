package dev.daprinvoke.transport.app;

import java.util.List;
import java.util.function.Predicate;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import dev.daprinvoke.message.HeaderName;
import dev.daprinvoke.message.HopByHop;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Which headers pass between a sidecar and its app, in both directions (contract section
 * 1.6).
 */
final class AppHeaders {

	/** What an app sees of callers without a user agent, as from real Dapr. */
	static final String DEFAULT_USER_AGENT = "Go-http-client/1.1";

	private static final String BAGGAGE = "baggage";

	private AppHeaders() {
	}

	/**
	 * Writes the headers of a request to the app, except those that frame its body.
	 * @param request the call
	 * @param host the server as its URL names it
	 * @param out the headers of the HTTP request
	 */
	static void write(InvokeRequest request, String host, HttpHeaders out) {
		out.remove(HttpHeaderNames.ACCEPT);
		out.remove(HttpHeaderNames.USER_AGENT);
		out.set(HttpHeaderNames.HOST, host);
		Predicate<String> hopByHop = HopByHop.of(request.headers().all("Connection"));
		request.headers().forEach((name, value) -> {
			if (!isDropped(name) && !hopByHop.test(name) && !isOneTooMany(name, out)) {
				out.add(towardsHttp(name), Utf8Escape.toLatin1(value));
			}
		});
		if (!request.typeUrl().isEmpty()) {
			out.set(HttpHeaderNames.CONTENT_TYPE, "application/x-protobuf");
		}
		else if (request.contentType() != null) {
			out.set(HttpHeaderNames.CONTENT_TYPE, Utf8Escape.toLatin1(request.contentType()));
		}
		if (!out.contains(HttpHeaderNames.USER_AGENT)) {
			out.set(HttpHeaderNames.USER_AGENT, DEFAULT_USER_AGENT);
		}
		writeTrace(request, out);
	}

	private static boolean isDropped(String name) {
		return name.equalsIgnoreCase("destination-app-id") || name.equalsIgnoreCase(InvokeRequest.CONTENT_LENGTH)
				|| name.equalsIgnoreCase("content-type") || name.equalsIgnoreCase("host") || isBinary(name);
	}

	// A gRPC client's own user agent comes beside the one it was given; of baggage only
	// the first value goes on.
	private static boolean isOneTooMany(String name, HttpHeaders out) {
		return switch (name.length()) {
			case 7 -> name.equalsIgnoreCase(BAGGAGE) && out.contains(BAGGAGE);
			case 10 -> name.equalsIgnoreCase("user-agent") && out.contains(HttpHeaderNames.USER_AGENT);
			default -> false;
		};
	}

	// With tracing off, what came goes on as it is; only gRPC's own form is translated.
	private static void writeTrace(InvokeRequest request, HttpHeaders out) {
		TraceContext own = request.trace();
		TraceContext trace = (own != null) ? own : TraceContext.inGrpcMetadata(request.headers());
		if (trace == null) {
			return;
		}
		out.set("Traceparent", trace.traceparent());
		if (!trace.state().isEmpty()) {
			out.set("Tracestate", trace.state());
		}
	}

	private static boolean isBinary(String name) {
		return name.regionMatches(true, name.length() - 4, "-bin", 0, 4);
	}

	// Names that belong to gRPC itself would clash with HTTP's own.
	private static String towardsHttp(String name) {
		if (name.startsWith(":")) {
			return HeaderName.canonical("dapr-" + name.substring(1));
		}
		if (name.startsWith("grpc-")) {
			return HeaderName.canonical("dapr-" + name);
		}
		return HeaderName.canonical(name);
	}

	/**
	 * Reads the headers of the app's answer.
	 * @param in the headers of the HTTP response
	 * @return the headers as they travel
	 */
	static InvokeHeaders read(HttpHeaders in) {
		InvokeHeaders headers = new InvokeHeaders(in.size());
		Predicate<String> hopByHop = HopByHop
			.of(in.contains(HttpHeaderNames.CONNECTION) ? in.getAll(HttpHeaderNames.CONNECTION) : List.of());
		in.forEach((entry) -> {
			String name = entry.getKey();
			if (!name.equalsIgnoreCase(InvokeRequest.CONTENT_LENGTH) && !hopByHop.test(name)) {
				headers.add(HeaderName.canonical(name), Utf8Escape.fromLatin1(entry.getValue()));
			}
		});
		return headers;
	}

}
