package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A client that sends one request after the other on one connection, and opens another
 * only when an answer has ended it: for thousands of calls.
 */
public final class RawSession implements AutoCloseable {

	private final int port;

	private @Nullable RawConnection connection;

	private RawSession(int port) {
		this.port = port;
	}

	/**
	 * A client of a port of this host.
	 * @param port the port
	 * @return the client, not connected yet
	 */
	public static RawSession to(int port) {
		return new RawSession(port);
	}

	/**
	 * Sends a request and reads its answer.
	 * @param request each char is one byte
	 * @return the answer
	 */
	public RawResponse exchange(String request) {
		return exchange(request, new byte[0]);
	}

	/**
	 * Sends a request and reads its answer.
	 * @param head request line and headers with the empty line, each char one byte
	 * @param body the body in its transfer coding
	 * @return the answer
	 */
	public RawResponse exchange(String head, byte[] body) {
		try {
			return attempt(head, body);
		}
		catch (IOException ex) {
			close();
			String line = head.lines().findFirst().orElse("");
			throw new UncheckedIOException(line + ": " + ex.getMessage(), ex);
		}
	}

	private RawResponse attempt(String head, byte[] body) throws IOException {
		RawConnection current = this.connection;
		if (current == null) {
			current = RawConnection.open(this.port);
			this.connection = current;
		}
		byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
		byte[] bytes = new byte[start.length + body.length];
		System.arraycopy(start, 0, bytes, 0, start.length);
		System.arraycopy(body, 0, bytes, start.length, body.length);
		current.send(bytes);
		RawResponse response = head.startsWith("HEAD ") ? current.receiveWithoutBody() : current.receive();
		if ("close".equalsIgnoreCase(response.header("Connection"))) {
			close();
		}
		return response;
	}

	@Override
	public void close() {
		try (RawConnection ending = this.connection) {
			this.connection = null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
