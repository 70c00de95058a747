package dev.daprinvoke.sidecar.edge;

import java.util.List;

/**
 * One HTTP/1.1 answer as it came over the wire, one char for each byte.
 *
 * @param statusLine the first line
 * @param headers the header lines in order
 * @param body the body without its framing
 */
public record WireAnswer(String statusLine, List<String> headers, String body) {

	public int status() {
		return Integer.parseInt(this.statusLine.split(" ")[1]);
	}

	public String header(String name) {
		return String.join(", ", all(name));
	}

	public List<String> all(String name) {
		return this.headers.stream()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.toList();
	}

}
