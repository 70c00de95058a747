package dev.daprinvoke.harness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An HTTP/1.1 connection on which every byte is the test's own.
 */
public final class RawConnection implements AutoCloseable {

	private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

	private static final Duration READ_LIMIT = Duration.ofSeconds(30);

	private final Socket socket;

	private final InputStream in;

	private RawConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
	}

	/**
	 * Connects to a port of this host.
	 * @param port the port
	 * @return the connection; reading from it waits at most 30 seconds
	 * @throws IOException if nobody accepts
	 */
	public static RawConnection open(int port) throws IOException {
		Socket socket = new Socket();
		socket.connect(new InetSocketAddress("127.0.0.1", port), (int) CONNECT_LIMIT.toMillis());
		socket.setSoTimeout((int) READ_LIMIT.toMillis());
		socket.setTcpNoDelay(true);
		return new RawConnection(socket);
	}

	/**
	 * Sends bytes.
	 * @param bytes each char is one byte
	 * @throws IOException if the connection is broken
	 */
	public void send(String bytes) throws IOException {
		send(bytes.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Sends bytes.
	 * @param bytes the bytes
	 * @throws IOException if the connection is broken
	 */
	public void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	public OutputStream output() throws IOException {
		return this.socket.getOutputStream();
	}

	/**
	 * Reads status line and headers of the next answer, leaving out interim ones.
	 * @return the head
	 * @throws IOException if there is none
	 */
	public HttpHead receiveHead() throws IOException {
		while (true) {
			HttpHead head = HttpHead.read(this.in);
			if (head == null) {
				throw new EOFException("the connection was closed without an answer");
			}
			if (RawResponse.status(head) >= 200) {
				return head;
			}
		}
	}

	/**
	 * The body behind a head that was just read.
	 * @param head the head
	 * @return the body; reading it fails if it breaks off
	 */
	public InputStream body(HttpHead head) {
		int status = RawResponse.status(head);
		if (status == 204 || status == 304) {
			return InputStream.nullInputStream();
		}
		if (head.isChunked()) {
			return new ChunkedInput(this.in);
		}
		return (head.contentLength() >= 0) ? new BoundedInput(this.in, head.contentLength()) : this.in;
	}

	/**
	 * Reads the whole next answer.
	 * @return the answer
	 * @throws IOException if it does not come or breaks off
	 */
	public RawResponse receive() throws IOException {
		HttpHead head = receiveHead();
		return new RawResponse(head, body(head).readAllBytes());
	}

	/**
	 * Reads the next answer to a HEAD request.
	 * @return the answer
	 * @throws IOException if it does not come
	 */
	public RawResponse receiveWithoutBody() throws IOException {
		return new RawResponse(receiveHead(), new byte[0]);
	}

	/**
	 * Closes with a reset, as the kernel does for a process that is killed with unread
	 * data.
	 * @throws IOException never
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
