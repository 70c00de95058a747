package dev.daprinvoke.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Go's standard library answers, from the tables in {@code go/} on the class path.
 */
public final class GoTable {

	private GoTable() {
	}

	/**
	 * Reads a table.
	 * @param name its file name
	 * @return its rows
	 */
	public static Stream<List<String>> rows(String name) {
		try (InputStream in = GoTable.class.getResourceAsStream("/go/" + name)) {
			if (in == null) {
				throw new IllegalArgumentException("name: " + name + " (expected: a file in src/test/resources/go)");
			}
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			return text.lines().map((line) -> List.of(line.split("\t", -1)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads bytes.
	 * @param hex hexadecimal digits
	 * @return one char for each byte
	 */
	public static String latin(String hex) {
		return new String(bytes(hex), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Reads bytes.
	 * @param hex hexadecimal digits
	 * @return the bytes
	 */
	public static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
