package dev.daprinvoke.transport.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.transport.grpc.ForeignAnswer;
import dev.daprinvoke.transport.grpc.MessageLimit;

/**
 * How a gRPC call ends, in HTTP/2's terms (gRPC over HTTP/2, responses and errors).
 *
 * @param code the status code
 * @param text the status message, possibly empty
 * @param details a {@code google.rpc.Status} that says more, or {@code null}
 */
record GrpcAnswer(StatusCode code, String text, byte @Nullable [] details) {

	/** The time that its client gave the call is over. */
	static final GrpcAnswer LATE = new GrpcAnswer(StatusCode.DEADLINE_EXCEEDED, "context deadline exceeded");

	/** No more fits into the memory. */
	static final GrpcAnswer NO_MEMORY = of(new BodyMemoryException());

	/** The server ended its stream as no call of gRPC ends. */
	static final GrpcAnswer NO_TRAILERS = new GrpcAnswer(StatusCode.INTERNAL,
			"server closed the stream without sending trailers");

	private static final AsciiString STATUS = AsciiString.cached("grpc-status");

	private static final AsciiString MESSAGE = AsciiString.cached("grpc-message");

	private static final AsciiString DETAILS = AsciiString.cached("grpc-status-details-bin");

	private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");

	private static final AsciiString BAGGAGE = AsciiString.cached("baggage");

	private static final AsciiString GRPC = AsciiString.cached("application/grpc");

	/** Some texts repeat what was sent, and headers know no flow control. */
	private static final int LONGEST_TEXT = 4096;

	private static final char[] HEX = "0123456789ABCDEF".toCharArray();

	GrpcAnswer(StatusCode code, String text) {
		this(code, text, null);
	}

	/**
	 * Answers for a failure.
	 * @param failure why the call failed
	 * @return the answer
	 */
	static GrpcAnswer of(InvokeException failure) {
		return new GrpcAnswer(failure.code(), failure.description());
	}

	/**
	 * Answers for a message over the limit: in the words of gRPC for Go, and with what to
	 * do about it.
	 * @param size the message's size
	 * @param limit the limit
	 * @return the answer
	 */
	static GrpcAnswer tooLarge(long size, int limit) {
		return new GrpcAnswer(StatusCode.RESOURCE_EXHAUSTED, new MessageLimit(limit).received(size));
	}

	/**
	 * Trailers of our own.
	 * @param first whether they are the first headers of the answer as well
	 * @return the trailers
	 */
	Http2Headers trailers(boolean first) {
		Http2Headers trailers = new DefaultHttp2Headers(false, 4);
		if (first) {
			trailers.status(HttpResponseStatus.OK.codeAsText()).set(CONTENT_TYPE, GRPC);
		}
		trailers.set(STATUS, AsciiString.of(Integer.toString(this.code.ordinal()))).set(MESSAGE, encoded());
		if (this.details != null) {
			trailers.set(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(this.details));
		}
		return trailers;
	}

	private AsciiString encoded() {
		String told = (this.text.length() > LONGEST_TEXT) ? this.text.substring(0, LONGEST_TEXT) + "…" : this.text;
		byte[] bytes = told.getBytes(StandardCharsets.UTF_8);
		StringBuilder encoded = new StringBuilder(bytes.length);
		for (byte each : bytes) {
			if (each >= 0x20 && each < 0x7f && each != '%') {
				encoded.append((char) each);
			}
			else {
				encoded.append('%').append(HEX[(each >> 4) & 0xf]).append(HEX[each & 0xf]);
			}
		}
		return AsciiString.of(encoded);
	}

	/**
	 * Whether headers can begin an answer of gRPC.
	 * @param headers the first headers of a stream's answer
	 * @return why they cannot, in the words of gRPC for Go, or {@code null}
	 */
	static @Nullable GrpcAnswer problem(Http2Headers headers) {
		CharSequence status = headers.status();
		CharSequence type = headers.get(CONTENT_TYPE);
		if (status != null && AsciiString.contentEquals(status, "200")) {
			return ForeignAnswer.isGrpc(type) ? null : new GrpcAnswer(StatusCode.UNKNOWN,
					"unexpected HTTP status code received from server: 200 (OK); " + unexpected(type));
		}
		int code = ForeignAnswer.number(status);
		String text = "unexpected HTTP status code received from server: " + status + " ("
				+ HttpResponseStatus.valueOf(code).reasonPhrase() + ")";
		return new GrpcAnswer(ForeignAnswer.ofHttp(code),
				ForeignAnswer.isGrpc(type) ? text : text + "; " + unexpected(type));
	}

	private static String unexpected(@Nullable CharSequence type) {
		return (type != null) ? "transport: received unexpected content-type \"" + type + "\""
				: "malformed header: missing HTTP content-type";
	}

	/**
	 * What a reset stream means.
	 * @param error HTTP/2's code
	 * @return the answer, in the words of gRPC for Go
	 */
	static GrpcAnswer ofReset(long error) {
		return new GrpcAnswer(ForeignAnswer.ofReset(error), ForeignAnswer.reset(error));
	}

	/**
	 * Adds baggage to the first headers of an answer, if they have none.
	 * @param headers the headers
	 * @param baggage the value
	 * @return headers to be written
	 */
	static Http2Headers withBaggage(Http2Headers headers, String baggage) {
		if (headers.contains(BAGGAGE)) {
			return headers;
		}
		Http2Headers more = new DefaultHttp2Headers(false, headers.size() + 1);
		headers.forEach((each) -> more.add(each.getKey().toString(), each.getValue()));
		return more.set(BAGGAGE, baggage);
	}

	/**
	 * The code that an answer's trailers hold.
	 * @param trailers the trailers
	 * @return the code; {@link StatusCode#UNKNOWN} if there is none
	 */
	static StatusCode code(Http2Headers trailers) {
		CharSequence status = trailers.get(STATUS);
		if (status == null || status.length() == 0 || status.length() > 2) {
			return StatusCode.UNKNOWN;
		}
		int number = 0;
		for (int i = 0; i < status.length(); i++) {
			int digit = status.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return StatusCode.UNKNOWN;
			}
			number = number * 10 + digit;
		}
		return StatusCode.ofNumber(number);
	}

}
