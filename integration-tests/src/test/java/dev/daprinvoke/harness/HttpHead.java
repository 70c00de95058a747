package dev.daprinvoke.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The first line and the header lines of an HTTP/1.1 message exactly as they came, each
 * char one byte.
 *
 * @param firstLine request line or status line
 * @param headers the header lines in order
 */
public record HttpHead(String firstLine, List<Header> headers) {

	private static final int MAX_BYTES = 1 << 20;

	/**
	 * One header line.
	 *
	 * @param name the name as written
	 * @param value the value without surrounding blanks
	 */
	public record Header(String name, String value) {

	}

	/**
	 * Reads up to the empty line.
	 * @param in the connection
	 * @return the head, or null if the connection ends before its first byte
	 * @throws IOException if the connection ends or breaks in between
	 */
	static @Nullable HttpHead read(InputStream in) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int end = 0;
		while (end < 4) {
			int next = in.read();
			if (next < 0 && bytes.size() == 0) {
				return null;
			}
			if (next < 0 || bytes.size() == MAX_BYTES) {
				throw new EOFException("no whole head: " + bytes.toString(StandardCharsets.ISO_8859_1));
			}
			bytes.write(next);
			boolean expected = next == ((end % 2 == 0) ? '\r' : '\n');
			end = expected ? end + 1 : ((next == '\r') ? 1 : 0);
		}
		return parse(bytes.toString(StandardCharsets.ISO_8859_1));
	}

	private static HttpHead parse(String text) {
		String[] lines = text.split("\r\n");
		List<Header> headers = new ArrayList<>();
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			headers.add(new Header(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
		}
		return new HttpHead(lines[0], List.copyOf(headers));
	}

	/**
	 * All values of a header.
	 * @param name the name in any case
	 * @return the values in order
	 */
	public List<String> all(String name) {
		return this.headers.stream()
			.filter((header) -> header.name().equalsIgnoreCase(name))
			.map(Header::value)
			.toList();
	}

	/**
	 * The first value of a header.
	 * @param name the name in any case
	 * @return the value, or null if there is none
	 */
	public @Nullable String first(String name) {
		return all(name).stream().findFirst().orElse(null);
	}

	boolean isChunked() {
		String encoding = first("Transfer-Encoding");
		return encoding != null && encoding.toLowerCase(Locale.ROOT).equals("chunked");
	}

	/**
	 * The declared length.
	 * @return the length in bytes, or -1 if none is declared
	 */
	long contentLength() {
		String length = first("Content-Length");
		return (length != null) ? Long.parseLong(length) : -1;
	}

}
