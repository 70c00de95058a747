package dev.daprinvoke.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A request that came to a {@link FakeApp}, and the way to answer it.
 */
public final class AppExchange {

	private final Socket socket;

	private final String head;

	private volatile @Nullable String body;

	private AppExchange(Socket socket, String head) {
		this.socket = socket;
		this.head = head;
	}

	static @Nullable AppExchange read(Socket socket) throws IOException {
		String head = until(socket.getInputStream(), "\r\n\r\n");
		return head.isEmpty() ? null : new AppExchange(socket, head);
	}

	private static String until(InputStream in, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int next = in.read(); next >= 0; next = in.read()) {
			text.append((char) next);
			if (text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0) {
				return text.toString();
			}
		}
		return text.toString();
	}

	/**
	 * The request up to the empty line, one char for each byte.
	 * @return request line and headers
	 */
	public String head() {
		return this.head;
	}

	/**
	 * The first line.
	 * @return for example {@code GET /items HTTP/1.1}
	 */
	public String line() {
		return this.head.substring(0, this.head.indexOf("\r\n"));
	}

	/**
	 * The values of a header.
	 * @param name its name in exactly this letter case
	 * @return its values in order
	 */
	public List<String> header(String name) {
		return this.head.lines()
			.filter((line) -> line.startsWith(name + ": "))
			.map((line) -> line.substring(name.length() + 2))
			.toList();
	}

	/**
	 * Reads the body: by content length, or by chunks.
	 * @return its content, one char for each byte
	 * @throws IOException if the client is gone
	 */
	public String body() throws IOException {
		String read = this.body;
		if (read == null) {
			read = readBody();
			this.body = read;
		}
		return read;
	}

	/**
	 * The body as far as the app has read it.
	 * @return its content, or {@code null} if it was not, or could not be, read
	 */
	public @Nullable String bodyRead() {
		return this.body;
	}

	private String readBody() throws IOException {
		for (String line : this.head.toLowerCase(Locale.ROOT).lines().toList()) {
			if (line.startsWith("content-length: ")) {
				return read(Integer.parseInt(line.substring("content-length: ".length())));
			}
			if (line.equals("transfer-encoding: chunked")) {
				return readChunks();
			}
		}
		return "";
	}

	private String readChunks() throws IOException {
		StringBuilder all = new StringBuilder();
		while (true) {
			String line = until(this.socket.getInputStream(), "\r\n").strip();
			if (line.isEmpty()) {
				throw new EOFException("the client closed between chunks");
			}
			int size = Integer.parseInt(line, 16);
			all.append(read(size));
			read(2);
			if (size == 0) {
				return all.toString();
			}
		}
	}

	private String read(int length) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
		for (int i = 0; i < length; i++) {
			int next = this.socket.getInputStream().read();
			if (next < 0) {
				throw new EOFException("the client closed after " + i + " of " + length + " bytes");
			}
			bytes.write(next);
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Sends bytes.
	 * @param text one char for each byte
	 * @throws IOException if the client is gone
	 */
	public void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	/**
	 * Waits until the client closes the connection.
	 * @throws IOException if it resets it
	 */
	public void awaitClientClose() throws IOException {
		while (this.socket.getInputStream().read() >= 0) {
			continue;
		}
	}

	/**
	 * Ends the answers of this connection; requests are still read.
	 * @throws IOException if the client is gone
	 */
	public void finish() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Closes the connection.
	 * @throws IOException never in practice
	 */
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * Resets the connection.
	 * @throws IOException never in practice
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

}
