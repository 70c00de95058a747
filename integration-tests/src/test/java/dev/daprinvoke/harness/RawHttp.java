package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A client for one port of this host that sends exactly what it is told, each request on
 * a connection of its own.
 */
public final class RawHttp {

	private final int port;

	private RawHttp(int port) {
		this.port = port;
	}

	/**
	 * A client.
	 * @param port the port
	 * @return the client
	 */
	public static RawHttp to(int port) {
		return new RawHttp(port);
	}

	/**
	 * Sends a GET.
	 * @param target the request target, each char one byte
	 * @param headers further header lines without line ends
	 * @return the answer
	 */
	public RawResponse get(String target, String... headers) {
		return exchange(request("GET", target, headers));
	}

	/**
	 * Sends a request with a body of declared length.
	 * @param verb the verb
	 * @param target the request target, each char one byte
	 * @param body the body
	 * @param headers further header lines without line ends
	 * @return the answer
	 */
	public RawResponse send(String verb, String target, String body, String... headers) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		String head = head(verb, target, headers) + "Content-Length: " + bytes.length + "\r\n\r\n";
		return exchange(head + new String(bytes, StandardCharsets.ISO_8859_1));
	}

	/**
	 * Sends bytes and reads one answer.
	 * @param request each char is one byte
	 * @return the answer
	 */
	public RawResponse exchange(String request) {
		try (RawConnection connection = open()) {
			connection.send(request);
			return request.startsWith("HEAD ") ? connection.receiveWithoutBody() : connection.receive();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(firstLine(request) + ": " + ex.getMessage(), ex);
		}
	}

	private static String firstLine(String request) {
		return request.lines().findFirst().orElse("");
	}

	/**
	 * The status of a GET, where having no answer is one, too.
	 * @param target the request target
	 * @return the status, or 0 if there is no answer
	 */
	public int statusOf(String target) {
		try {
			return get(target).status();
		}
		catch (UncheckedIOException ex) {
			return 0;
		}
	}

	/**
	 * Whether nobody accepts connections.
	 * @return whether a connection was refused
	 */
	public boolean isRefused() {
		try (RawConnection connection = open()) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * A connection for requests of one's own making.
	 * @return the connection
	 * @throws IOException if nobody accepts
	 */
	public RawConnection open() throws IOException {
		return RawConnection.open(this.port);
	}

	/**
	 * A request without a body.
	 * @param verb the verb
	 * @param target the request target, each char one byte
	 * @param headers further header lines without line ends
	 * @return the bytes
	 */
	public String request(String verb, String target, String... headers) {
		return head(verb, target, headers) + "\r\n";
	}

	/**
	 * The beginning of a request that closes the connection: all but the empty line.
	 * @param verb the verb
	 * @param target the request target, each char one byte
	 * @param headers further header lines without line ends
	 * @return the bytes
	 */
	public String head(String verb, String target, String... headers) {
		StringBuilder head = new StringBuilder();
		head.append(verb).append(' ').append(target).append(" HTTP/1.1\r\n");
		head.append("Host: 127.0.0.1:").append(this.port).append("\r\nConnection: close\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.toString();
	}

}
