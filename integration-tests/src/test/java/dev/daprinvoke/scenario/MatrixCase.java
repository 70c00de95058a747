package dev.daprinvoke.scenario;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One request and the answer that the app is to give.
 *
 * @param verb the verb
 * @param content what the body is, of the request and, mostly, of the answer
 * @param status the app's answer
 */
record MatrixCase(String verb, Content content, int status) {

	private static final List<String> VERBS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"TRACE");

	private static final List<Integer> STATUSES = List.of(200, 204, 304, 302, 404, 418, 500);

	/**
	 * The kinds of bodies.
	 */
	enum Content {

		NONE(0), EMPTY(0), SMALL(11), HUNDRED_KILOBYTES(100_000), CHUNKED(7_000), TWO_MEGABYTES(2_000_000);

		private final byte[] bytes;

		private final byte[] sent;

		Content(int length) {
			this.bytes = new byte[length];
			for (int i = 0; i < length; i++) {
				this.bytes[i] = (byte) (i * 31 >> 3);
			}
			this.sent = name().equals("CHUNKED") ? chunks(this.bytes) : this.bytes;
		}

		private static byte[] chunks(byte[] bytes) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			for (int at = 0; at < bytes.length; at += 3000) {
				byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 3000));
				out.writeBytes(ascii(Integer.toHexString(part.length) + "\r\n"));
				out.writeBytes(part);
				out.writeBytes(ascii("\r\n"));
			}
			out.writeBytes(ascii("0\r\n\r\n"));
			return out.toByteArray();
		}

		/** The body without its transfer coding. */
		byte[] bytes() {
			return this.bytes;
		}

		/** The body in its transfer coding. */
		byte[] sent() {
			return this.sent;
		}

		/** The header line that frames the body, or nothing. */
		String framing() {
			return switch (this) {
				case NONE -> "";
				case CHUNKED -> "Transfer-Encoding: chunked\r\n";
				default -> "Content-Length: " + this.bytes.length + "\r\n";
			};
		}

	}

	/** Every combination. */
	static List<MatrixCase> all() {
		List<MatrixCase> all = new ArrayList<>();
		for (String verb : VERBS) {
			for (Content content : Content.values()) {
				STATUSES.forEach((status) -> all.add(new MatrixCase(verb, content, status)));
			}
		}
		return all;
	}

	/** Whether the answer has no body whatever the app would say. */
	boolean isBodiless() {
		return this.verb.equals("HEAD") || this.status == 204 || this.status == 304;
	}

	/** The answer's body: to all verbs but one a large upload is answered in short. */
	Content answerContent() {
		boolean tooMuch = this.content == Content.TWO_MEGABYTES && !this.verb.equals("POST");
		return tooMuch ? Content.SMALL : this.content;
	}

	/** Whether the length of the request's body is not known before its end. */
	boolean isStreaming() {
		return this.content == Content.CHUNKED;
	}

	String target() {
		return "/answer/" + this.status + "/" + this.content + "?q=%20|";
	}

	/** The request behind its first lines. */
	String headers() {
		return "Host: client.example\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\n"
				+ "User-Agent: matrix/1\r\nAccept: text/plain, */*;q=0.1\r\nAccept-Encoding: identity\r\n"
				+ "Content-Type: application/x-matrix; a=\"b\"\r\nX-Many: one\r\nx-many: two\r\nX-Empty:\r\n"
				+ "X-Latin: caf\u00c3\u00a9\r\nX-Data-bin: AAEC\r\nCookie: a=1; b=2\r\nDapr-Other: kept\r\n"
				+ this.content.framing() + "\r\n";
	}

	/** The app's answer, whole. */
	byte[] answer() {
		boolean framed = this.status != 204 && this.status != 304;
		Content content = answerContent();
		String framing = (content == Content.NONE) ? "Content-Length: 0\r\n" : content.framing();
		String head = "HTTP/1.1 " + this.status + " Whatever\r\nContent-Type: application/x-answer\r\n"
				+ "Date: Sat, 01 Jan 2000 00:00:00 GMT\r\nServer: app/1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
				+ "Location: /elsewhere\r\nX-Answer: caf\u00c3\u00a9\r\nX-Data-bin: AAEC\r\nConnection: X-App-Hop\r\n"
				+ "X-App-Hop: 1\r\nKeep-Alive: timeout=5\r\n" + (framed ? framing : "") + "\r\n";
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
		if (!isBodiless()) {
			out.writeBytes(content.sent());
		}
		return out.toByteArray();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
