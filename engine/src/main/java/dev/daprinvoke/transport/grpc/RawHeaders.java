package dev.daprinvoke.transport.grpc;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;

import io.grpc.InternalMetadata;
import io.grpc.InternalStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * gRPC's metadata and status in HTTP/2's headers (gRPC over HTTP/2).
 */
final class RawHeaders {

	private static final AsciiString POST = AsciiString.cached("POST");

	private static final AsciiString HTTP_OK = AsciiString.cached("200");

	private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");

	private static final AsciiString GRPC = AsciiString.cached("application/grpc");

	private static final AsciiString TE = AsciiString.cached("te");

	private static final AsciiString TRAILERS = AsciiString.cached("trailers");

	private static final AsciiString USER_AGENT = AsciiString.cached("user-agent");

	private static final AsciiString AGENT = AsciiString.cached("grpc-java-netty");

	private static final AsciiString HOST = AsciiString.cached("host");

	private static final AsciiString TIMEOUT = AsciiString.cached("grpc-timeout");

	private static final String BINARY = "-bin";

	private static final byte DELETE = 0x7f;

	/** Texts of statuses may repeat what a client has sent. */
	private static final int LONGEST_TEXT = 4096;

	private static final Base64.Encoder TO_BASE64 = Base64.getEncoder().withoutPadding();

	private static final Base64.Decoder FROM_BASE64 = Base64.getDecoder();

	private static final AsciiString STATUS = AsciiString.cached("grpc-status");

	private static final AsciiString OK = AsciiString.cached("0");

	private RawHeaders() {
	}

	/**
	 * Makes the headers of a request.
	 * @param scheme the connection's
	 * @param authority whom it leads to
	 * @param path the full method with a leading slash
	 * @param timeout the time the call has as gRPC writes it, or {@code null}
	 * @param metadata the call's metadata
	 * @return the headers
	 */
	static Http2Headers request(CharSequence scheme, CharSequence authority, AsciiString path,
			@Nullable CharSequence timeout, Metadata metadata) {
		Http2Headers headers = new DefaultHttp2Headers(false, 16);
		headers.method(POST).scheme(scheme).path(path).authority(authority);
		headers.set(CONTENT_TYPE, GRPC).set(TE, TRAILERS).set(USER_AGENT, AGENT);
		if (timeout != null) {
			headers.set(TIMEOUT, timeout);
		}
		return add(metadata, headers);
	}

	/** Makes the first headers of an answer. */
	static Http2Headers answer(Metadata metadata) {
		Http2Headers headers = new DefaultHttp2Headers(false, 8);
		headers.status(HTTP_OK).set(CONTENT_TYPE, GRPC);
		return add(metadata, headers);
	}

	/** Makes trailers, which are the only headers of an answer if nothing came before. */
	static Http2Headers trailers(Status status, Metadata metadata, boolean only) {
		Http2Headers headers = new DefaultHttp2Headers(false, 8);
		if (only) {
			headers.status(HTTP_OK).set(CONTENT_TYPE, GRPC);
		}
		if (status.isOk() && status.getDescription() == null && metadata.keys().isEmpty()) {
			return headers.set(STATUS, OK);
		}
		metadata.discardAll(InternalStatus.CODE_KEY);
		metadata.discardAll(InternalStatus.MESSAGE_KEY);
		metadata.put(InternalStatus.CODE_KEY, status);
		String text = status.getDescription();
		if (text != null) {
			metadata.put(InternalStatus.MESSAGE_KEY,
					(text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT) + "…" : text);
		}
		return add(metadata, headers);
	}

	private static Http2Headers add(Metadata metadata, Http2Headers headers) {
		if (InternalMetadata.headerCount(metadata) == 0) {
			return headers;
		}
		byte[][] serialized = InternalMetadata.serialize(metadata);
		for (int i = 0; i < serialized.length; i += 2) {
			AsciiString name = new AsciiString(serialized[i], false);
			byte[] value = serialized[i + 1];
			if (name.endsWith(BINARY)) {
				headers.add(name, new AsciiString(TO_BASE64.encode(value), false));
			}
			else if (isText(value)) {
				headers.add(name, new AsciiString(value, false));
			}
		}
		return headers;
	}

	// With others in it HTTP/2's headers are malformed (RFC 9113, section 8.2.1); all
	// above
	// ASCII passes, as Go's clients let it.
	private static boolean isText(byte[] value) {
		for (byte each : value) {
			if ((each >= 0 && each < ' ' && each != '\t') || each == DELETE) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Reads metadata.
	 * @param headers headers of any kind
	 * @return all but HTTP/2's own
	 */
	static Metadata metadata(Http2Headers headers) {
		return metadata(headers, RawHeaders::isMetadata);
	}

	/**
	 * Whether a name is none of HTTP's own.
	 * @param name a header's name
	 * @return whether it is metadata of a call
	 */
	static boolean isMetadata(AsciiString name) {
		return !name.isEmpty() && name.charAt(0) != ':' && !HOST.contentEquals(name);
	}

	static Metadata metadata(Http2Headers headers, Predicate<AsciiString> taken) {
		byte[][] raw = new byte[headers.size() * 2][];
		int count = 0;
		for (Map.Entry<CharSequence, CharSequence> each : headers) {
			AsciiString name = AsciiString.of(each.getKey());
			if (taken.test(name)) {
				byte[] value = value(name, each.getValue());
				if (value != null) {
					raw[count++] = name.toByteArray();
					raw[count++] = value;
				}
			}
		}
		return InternalMetadata.newMetadata(Arrays.copyOf(raw, count));
	}

	// A binary value that is none is left out.
	private static byte @Nullable [] value(AsciiString name, CharSequence text) {
		byte[] value = AsciiString.of(text).toByteArray();
		if (!name.endsWith(BINARY)) {
			return value;
		}
		try {
			return FROM_BASE64.decode(value);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** Whom a client has named as the server, or null if nobody. */
	static @Nullable String authority(Http2Headers headers) {
		CharSequence named = (headers.authority() != null) ? headers.authority() : headers.get(HOST);
		return (named != null) ? named.toString() : null;
	}

	/**
	 * The time that a call has, in nanoseconds, or null if it says none that can be read.
	 */
	static @Nullable Long timeoutNanos(Http2Headers headers) {
		CharSequence text = headers.get(TIMEOUT);
		if (text == null) {
			return null;
		}
		try {
			return GrpcTimeout.nanos(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Reads the end of an answer.
	 * @param trailers the last headers
	 * @param metadata their metadata, from which the status is taken out
	 * @return the status
	 */
	static Status status(Http2Headers trailers, Metadata metadata) {
		Status status = metadata.get(InternalStatus.CODE_KEY);
		if (status == null) {
			Status http = notGrpc(trailers);
			return (http != null) ? http : Status.UNKNOWN.withDescription("missing GRPC status in response");
		}
		String message = metadata.get(InternalStatus.MESSAGE_KEY);
		metadata.discardAll(InternalStatus.CODE_KEY);
		metadata.discardAll(InternalStatus.MESSAGE_KEY);
		return (message != null) ? status.withDescription(message) : status;
	}

	/**
	 * Looks whether an answer's first headers are gRPC's.
	 * @param headers the headers
	 * @return what they mean if they are not, else {@code null}
	 */
	static @Nullable Status notGrpc(Http2Headers headers) {
		CharSequence http = headers.status();
		if (http == null || HTTP_OK.contentEquals(http)) {
			CharSequence type = headers.get(CONTENT_TYPE);
			return (type == null || ForeignAnswer.isGrpc(type)) ? null
					: Status.UNKNOWN.withDescription("invalid content-type: " + type);
		}
		int number = ForeignAnswer.number(http);
		return status(ForeignAnswer.ofHttp(number)).withDescription("HTTP status code " + number);
	}

	/**
	 * What a stream's reset means.
	 * @param error an HTTP/2 error code
	 * @return the status
	 */
	static Status ofReset(long error) {
		return status(ForeignAnswer.ofReset(error)).withDescription(ForeignAnswer.reset(error));
	}

	private static Status status(StatusCode code) {
		return Status.fromCodeValue(code.ordinal());
	}

	/**
	 * What a message's first byte means that says of it that it is compressed, in the
	 * words of gRPC for Go.
	 * @param flag the byte
	 * @return the status
	 */
	static Status badFlag(long flag) {
		return Status.INTERNAL.withDescription((flag == 1) ? "grpc: compressed flag set with identity or empty encoding"
				: "grpc: received unexpected payload format " + flag);
	}

}
