package dev.daprinvoke.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One request to an app, and the ways to answer it.
 */
public final class AppExchange {

	private final Socket socket;

	private final HttpHead head;

	private final InputStream in;

	private final InputStream body;

	private final ByteArrayOutputStream consumed = new ByteArrayOutputStream();

	private final Consumer<ReceivedRequest> notes;

	private boolean noted;

	AppExchange(Socket socket, InputStream in, HttpHead head, Consumer<ReceivedRequest> notes) {
		this.socket = socket;
		this.in = in;
		this.head = head;
		this.notes = notes;
		this.body = head.isChunked() ? new ChunkedInput(in) : new BoundedInput(in, Math.max(0, head.contentLength()));
	}

	public HttpHead head() {
		return this.head;
	}

	/**
	 * The body as a stream, for bodies too big to keep.
	 * @return the body; reading it fails if it breaks off
	 */
	public InputStream body() {
		return this.body;
	}

	/**
	 * The whole body, which is then noted with the request.
	 * @return the body
	 * @throws IOException if it breaks off
	 */
	public byte[] wholeBody() throws IOException {
		this.consumed.write(this.body.readAllBytes());
		return this.consumed.toByteArray();
	}

	/**
	 * Answers with a body of declared length.
	 * @param status the status
	 * @param body the body
	 * @param headers further header lines without line ends
	 * @throws IOException if the connection is broken
	 */
	public void respond(int status, String body, String... headers) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		begin(status, "Content-Length: " + bytes.length, headers);
		if (!this.head.firstLine().startsWith("HEAD ")) {
			this.socket.getOutputStream().write(bytes);
		}
		this.socket.getOutputStream().flush();
	}

	/**
	 * Answers with these very bytes.
	 * @param bytes status line, headers and body
	 * @throws IOException if the connection is broken
	 */
	public void respondRaw(byte[] bytes) throws IOException {
		note();
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	/**
	 * Begins a chunked answer.
	 * @param status the status
	 * @param headers further header lines without line ends
	 * @return writes one chunk for each write; closing it ends the body
	 * @throws IOException if the connection is broken
	 */
	public OutputStream respondChunked(int status, String... headers) throws IOException {
		begin(status, "Transfer-Encoding: chunked", headers);
		return new ChunkedOutput(this.socket.getOutputStream());
	}

	private void begin(int status, String framing, String... headers) throws IOException {
		note();
		StringBuilder start = new StringBuilder("HTTP/1.1 ").append(status).append(" Reason\r\n");
		for (String header : headers) {
			start.append(header).append("\r\n");
		}
		start.append(framing).append("\r\n\r\n");
		this.socket.getOutputStream().write(start.toString().getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Closes the connection without an answer.
	 * @throws IOException never
	 */
	public void hangUp() throws IOException {
		this.socket.close();
	}

	/**
	 * Waits until the client hangs up.
	 * @throws IOException if the connection breaks otherwise
	 */
	public void awaitHangUp() throws IOException {
		while (this.in.read() >= 0) {
			// What it still sends is nobody's business.
		}
	}

	/** Notes the request, before the first byte of the answer at the latest. */
	public void note() {
		if (!this.noted) {
			this.noted = true;
			this.notes.accept(new ReceivedRequest(this.head, this.consumed.toByteArray()));
		}
	}

	String path() {
		return this.head.firstLine().split(" ")[1].split("\\?", 2)[0];
	}

}
