package dev.daprinvoke.harness;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 answer, read to its end.
 *
 * @param head status line and header lines as they came
 * @param body the body without its transfer coding
 */
public record RawResponse(HttpHead head, byte[] body) {

	public int status() {
		return status(this.head);
	}

	static int status(HttpHead head) {
		return Integer.parseInt(head.firstLine().split(" ")[1]);
	}

	/**
	 * The body as UTF-8 text.
	 * @return the text
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * The first value of a header.
	 * @param name the name in any case
	 * @return the value, or null if there is none
	 */
	public @Nullable String header(String name) {
		return this.head.first(name);
	}

	@Override
	public String toString() {
		return this.head.firstLine() + " " + this.head.headers() + " " + text();
	}

}
