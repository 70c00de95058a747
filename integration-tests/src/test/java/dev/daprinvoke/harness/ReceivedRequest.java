package dev.daprinvoke.harness;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A request as it reached an app.
 *
 * @param head request line and header lines as they came
 * @param body the body without its transfer coding
 */
public record ReceivedRequest(HttpHead head, byte[] body) {

	public String requestLine() {
		return this.head.firstLine();
	}

	/**
	 * The second word of the request line.
	 * @return the target, each char one byte
	 */
	public String target() {
		return this.head.firstLine().split(" ")[1];
	}

	/**
	 * The body as UTF-8 text.
	 * @return the text
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	public @Nullable String header(String name) {
		return this.head.first(name);
	}

	public List<String> headers(String name) {
		return this.head.all(name);
	}

	@Override
	public String toString() {
		return this.head.firstLine() + " " + this.head.headers() + " " + text();
	}

}
