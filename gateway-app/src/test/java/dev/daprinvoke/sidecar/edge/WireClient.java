package dev.daprinvoke.sidecar.edge;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP client that sends exactly the bytes it is told to. One char is one byte.
 */
public final class WireClient implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 20_000;

	private final Socket socket;

	private final InputStream in;

	public WireClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/** One request on a connection of its own. */
	public static WireAnswer exchange(int port, String request) throws IOException {
		try (WireClient client = new WireClient(port)) {
			client.send(request);
			return client.receive(request.startsWith("HEAD "));
		}
	}

	public void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	public WireAnswer receive() throws IOException {
		return receive(false);
	}

	public WireAnswer receive(boolean toHead) throws IOException {
		WireAnswer head = receiveHead();
		boolean bodiless = toHead || head.status() < 200 || head.status() == 204 || head.status() == 304;
		return bodiless ? head : new WireAnswer(head.statusLine(), head.headers(), body(head));
	}

	public WireAnswer receiveHead() throws IOException {
		String statusLine = line();
		List<String> headers = new ArrayList<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			headers.add(line);
		}
		return new WireAnswer(statusLine, headers, "");
	}

	private String body(WireAnswer head) throws IOException {
		if (head.header("Transfer-Encoding").equals("chunked")) {
			return chunks();
		}
		String length = head.header("Content-Length");
		return length.isEmpty() ? rest() : bytes(Integer.parseInt(length));
	}

	private String chunks() throws IOException {
		StringBuilder body = new StringBuilder();
		for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
			body.append(bytes(size));
			line();
		}
		line();
		return body.toString();
	}

	/** The next chunk of a body, empty for its end. */
	public String receiveChunk() throws IOException {
		String chunk = bytes(Integer.parseInt(line(), 16));
		line();
		return chunk;
	}

	private String bytes(int count) throws IOException {
		byte[] bytes = this.in.readNBytes(count);
		if (bytes.length < count) {
			throw new EOFException("the connection ended within a body");
		}
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/** All until the server closes the connection. */
	public String rest() throws IOException {
		return new String(this.in.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new EOFException("the connection ended within a line: " + line);
			}
			line.append((char) c);
		}
		return line.substring(0, Math.max(0, line.length() - 1));
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
