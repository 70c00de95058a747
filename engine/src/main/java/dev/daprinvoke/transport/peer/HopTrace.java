package dev.daprinvoke.transport.peer;

import java.util.Set;

import io.grpc.Metadata;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.TraceContext;

/**
 * A trace context in the gRPC metadata of a call between sidecars, where it stands in two
 * forms (contract section 2.3).
 */
final class HopTrace {

	private static final Metadata.Key<String> TEXT = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("grpc-trace-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

	/** What is read of a call's metadata. */
	static final Set<AsciiString> NAMES = Set.of(AsciiString.cached(TEXT.name()), AsciiString.cached(BINARY.name()));

	private HopTrace() {
	}

	/**
	 * Makes the metadata of a call.
	 * @param trace where the call stands, or {@code null} if tracing is off
	 * @return the metadata
	 */
	static Metadata metadata(@Nullable TraceContext trace) {
		Metadata metadata = new Metadata();
		if (trace != null) {
			metadata.put(TEXT, trace.traceparent());
			metadata.put(BINARY, trace.binary());
		}
		return metadata;
	}

	/**
	 * Makes the metadata of an answer.
	 * @param trace where the call stands, or {@code null} if tracing is off
	 * @return the metadata
	 */
	static Metadata answer(@Nullable TraceContext trace) {
		Metadata metadata = new Metadata();
		if (trace != null) {
			metadata.put(BINARY, trace.binary());
		}
		return metadata;
	}

	/**
	 * Reads the metadata of a call; the binary form counts first.
	 * @param metadata the metadata
	 * @return the context, or {@code null} if there is no valid one
	 */
	static @Nullable TraceContext read(Metadata metadata) {
		byte[] binary = metadata.get(BINARY);
		TraceContext trace = (binary != null) ? TraceContext.ofBinary(binary) : null;
		return (trace != null) ? trace : TraceContext.parse(metadata.get(TEXT));
	}

}
