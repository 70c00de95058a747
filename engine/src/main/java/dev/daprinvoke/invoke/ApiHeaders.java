package dev.daprinvoke.invoke;

import java.util.List;
import java.util.Map.Entry;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.HeaderName;
import dev.daprinvoke.message.HeaderValue;
import dev.daprinvoke.message.HopByHop;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Which headers pass between a client of the HTTP API and a call, in both directions
 * (contract section 1.6). Values have one char for each byte on the client's side.
 */
public final class ApiHeaders {

	private ApiHeaders() {
	}

	/**
	 * Takes a client's headers into a call. What Go's server takes out of them itself
	 * never travels: the host and the framing of the body.
	 * @param headers names and values as the client sent them
	 * @param form how the client named its target
	 * @return the headers of the call, names in canonical case
	 */
	public static InvokeHeaders read(Iterable<Entry<String, String>> headers, Addressed.Form form) {
		InvokeHeaders read = new InvokeHeaders();
		for (Entry<String, String> header : headers) {
			String name = header.getKey();
			if (!isTakenOut(name) && !(form == Addressed.Form.HEADER && name.equalsIgnoreCase("dapr-app-id"))) {
				read.add(HeaderName.canonical(name), Utf8Escape.fromLatin1(header.getValue()));
			}
		}
		return read;
	}

	private static boolean isTakenOut(String name) {
		return switch (name.length()) {
			case 4 -> name.equalsIgnoreCase("host");
			case 6 -> name.equalsIgnoreCase("expect");
			case 7 -> name.equalsIgnoreCase("trailer");
			case 17 -> name.equalsIgnoreCase("transfer-encoding");
			default -> false;
		};
	}

	/**
	 * Gives an app's headers to the client, without those that frame the body or have a
	 * name that is none: what another sidecar sends need not come from HTTP.
	 * @param response what the app answered
	 * @param client takes names and values
	 */
	public static void write(InvokeResponse response, BiConsumer<String, String> client) {
		InvokeHeaders headers = response.headers();
		Predicate<String> hopByHop = HopByHop.of(headers.all("Connection"));
		headers.forEach((name, value) -> {
			if (!isDropped(name) && !hopByHop.test(name) && HeaderName.isLegal(name)) {
				client.accept(HeaderName.canonical(name), HeaderValue.toHttp(value));
			}
		});
	}

	private static boolean isDropped(String name) {
		return name.equalsIgnoreCase("content-length") || name.equalsIgnoreCase("content-type")
				|| name.regionMatches(true, name.length() - 4, "-bin", 0, 4);
	}

	/**
	 * Finds the content type for the client.
	 * @param response what the app answered
	 * @param start the first bytes of the body
	 * @param json whether the body is an error that is JSON if nobody says otherwise: of
	 * an HTTP app one that was collected, of a gRPC app any
	 * @return a content type, or {@code null} for an answer without body
	 */
	public static @Nullable String contentType(InvokeResponse response, byte[] start, boolean json) {
		if (!response.typeUrl().isEmpty()) {
			return "application/x-protobuf";
		}
		if (response.contentType() != null) {
			return response.contentType();
		}
		// The header of a gRPC app's answer is gRPC's own.
		List<String> given = response.isOfGrpcApp() ? List.of() : response.headers().all("content-type");
		if (!given.isEmpty()) {
			return given.get(0);
		}
		if (json) {
			return "application/json";
		}
		return (start.length > 0) ? ContentSniffer.typeOf(start) : null;
	}

}
