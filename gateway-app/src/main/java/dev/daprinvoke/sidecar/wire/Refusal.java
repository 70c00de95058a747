package dev.daprinvoke.sidecar.wire;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * An answer to a request that cannot be taken, byte for byte that of Go's HTTP server,
 * which clients of Dapr see (contract section 1.1; fixture
 * client-view/err-headers-too-large). The connection ends behind it.
 */
enum Refusal {

	/** Syntax that has no text of its own. */
	BAD_REQUEST("400 Bad Request"),

	MISSING_HOST("400 Bad Request: missing required Host header"),

	MALFORMED_HOST("400 Bad Request: malformed Host header"),

	HEADER_NAME("400 Bad Request: invalid header name"),

	HEADER_VALUE("400 Bad Request: invalid header value"),

	/** Request line or headers beyond the limit. */
	HEAD_TOO_LARGE("431 Request Header Fields Too Large"),

	VERSION("505 HTTP Version Not Supported: unsupported protocol version"),

	TRANSFER_ENCODING("501 Not Implemented", "Unsupported transfer encoding"),

	/** An {@code Expect} other than {@code 100-continue}. */
	EXPECTATION(bytes("HTTP/1.1 417 Expectation Failed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));

	private final byte[] answer;

	Refusal(String text) {
		this(text, text);
	}

	Refusal(String statusLine, String body) {
		this(bytes("HTTP/1.1 " + statusLine + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
				+ body));
	}

	Refusal(byte[] answer) {
		this.answer = answer;
	}

	/**
	 * The whole answer.
	 * @return a buffer that needs no release, but may be released once
	 */
	ByteBuf answer() {
		return Unpooled.wrappedBuffer(this.answer);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
