package dev.daprinvoke.transport.app;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.TraceContext;

/**
 * Which headers of a call are metadata of gRPC, and which metadata are headers (contract
 * sections 3.2 and 3.3).
 */
public final class AppMetadata {

	/** HTTP's own names, which get a prefix: elsewhere they would mean something. */
	private static final Set<String> PERMANENT = Set.of("Accept", "Accept-Charset", "Accept-Language", "Accept-Ranges",
			"Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "Cache-Control",
			"Content-Type", "Content-Length", "Cookie", "Date", "Expect", "From", "Host", "If-Match",
			"If-Modified-Since", "If-None-Match", "If-Schedule-Tag-Match", "If-Unmodified-Since", "Max-Forwards",
			"Origin", "Pragma", "Referer", "Via", "Warning");

	private static final InternalMetadata.TrustedAsciiMarshaller<byte[]> BYTES = new InternalMetadata.TrustedAsciiMarshaller<>() {

		@Override
		public byte[] toAsciiString(byte[] value) {
			return value;
		}

		@Override
		public byte[] parseAsciiString(byte[] serialized) {
			return serialized;
		}

	};

	private AppMetadata() {
	}

	/**
	 * The metadata of a call to the app.
	 * @param request the call
	 * @return its metadata
	 */
	static Metadata ofRequest(InvokeRequest request) {
		Metadata metadata = of(request.headers());
		TraceContext trace = request.trace();
		if (trace != null) {
			set(metadata, "traceparent", trace.traceparent());
			if (!trace.state().isEmpty()) {
				set(metadata, "tracestate", trace.state());
			}
			Metadata.Key<byte[]> binary = Metadata.Key.of("grpc-trace-bin", Metadata.BINARY_BYTE_MARSHALLER);
			metadata.discardAll(binary);
			metadata.put(binary, trace.binary());
		}
		return metadata;
	}

	private static void set(Metadata metadata, String name, String value) {
		Metadata.Key<byte[]> key = InternalMetadata.keyOf(name, BYTES);
		metadata.discardAll(key);
		metadata.put(key, value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Makes metadata of headers as they travel. What gRPC says itself, or has no name
	 * for, is left out.
	 * @param headers the headers
	 * @return the metadata
	 */
	public static Metadata of(InvokeHeaders headers) {
		Metadata metadata = new Metadata();
		headers.forEach((name, value) -> {
			String key = PERMANENT.contains(name) ? "dapr-" + name.toLowerCase(Locale.ROOT)
					: name.toLowerCase(Locale.ROOT);
			if (isReserved(key) || !isLegal(key)) {
				return;
			}
			byte[] raw = value.getBytes(StandardCharsets.UTF_8);
			if (!key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
				metadata.put(InternalMetadata.keyOf(key, BYTES), raw);
			}
			else {
				// A header of HTTP that is only called so is bytes as it is.
				byte[] bytes = name.endsWith(Metadata.BINARY_HEADER_SUFFIX) ? decoded(value) : raw;
				if (bytes != null) {
					metadata.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), bytes);
				}
			}
		});
		return metadata;
	}

	private static byte @Nullable [] decoded(String value) {
		try {
			return Base64.getDecoder().decode(value);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isReserved(String key) {
		return switch (key) {
			case "content-type", "user-agent", "te", "grpc-message-type", "grpc-encoding", "grpc-message",
					"grpc-status", "grpc-timeout", "grpc-status-details-bin", "grpc-accept-encoding",
					"destination-app-id" ->
				true;
			default -> false;
		};
	}

	private static boolean isLegal(String key) {
		for (int i = 0; i < key.length(); i++) {
			char each = key.charAt(i);
			boolean legal = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '_'
					|| each == '.';
			if (!legal) {
				return false;
			}
		}
		return !key.isEmpty();
	}

	/**
	 * Makes headers of metadata.
	 * @param metadata the metadata
	 * @return headers as they travel: names in lower case, {@code -bin} values in Base64
	 */
	public static InvokeHeaders headers(Metadata metadata) {
		InvokeHeaders headers = new InvokeHeaders(metadata.keys().size());
		for (String name : metadata.keys()) {
			if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
				Iterable<byte[]> values = metadata.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
				if (values != null) {
					values.forEach((value) -> headers.add(name, Base64.getEncoder().encodeToString(value)));
				}
			}
			else {
				Iterable<byte[]> values = metadata.getAll(InternalMetadata.keyOf(name, BYTES));
				if (values != null) {
					values.forEach((value) -> headers.add(name, new String(value, StandardCharsets.UTF_8)));
				}
			}
		}
		return headers;
	}

}
