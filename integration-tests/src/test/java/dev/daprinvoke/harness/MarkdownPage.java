package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fenced blocks of a page below {@code docs}. A comment such as
 * {@code <!-- file: pom.xml -->} in the line before a fence says what its block is.
 */
public final class MarkdownPage {

	private static final String FENCE = "```";

	private final String name;

	private final List<Block> blocks;

	private MarkdownPage(String name, List<Block> blocks) {
		this.name = name;
		this.blocks = List.copyOf(blocks);
	}

	/**
	 * Reads a page.
	 * @param name the path below {@code docs}
	 * @return the page
	 */
	public static MarkdownPage read(String name) {
		try {
			return of(name, Files.readAllLines(Workspace.root().resolve("docs").resolve(name)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static MarkdownPage of(String name, List<String> lines) {
		List<Block> blocks = new ArrayList<>();
		String before = "";
		for (int at = 0; at < lines.size(); at++) {
			String line = lines.get(at);
			if (line.startsWith(FENCE)) {
				int end = at + 1;
				while (!lines.get(end).equals(FENCE)) {
					end++;
				}
				blocks.add(new Block(at + 1, comment(before), line.substring(FENCE.length()),
						String.join("\n", lines.subList(at + 1, end)) + "\n"));
				at = end;
			}
			before = line;
		}
		return new MarkdownPage(name, blocks);
	}

	private static String comment(String line) {
		return (line.startsWith("<!-- ") && line.endsWith(" -->")) ? line.substring(5, line.length() - 4) : "";
	}

	/**
	 * All blocks.
	 * @return the blocks in their order
	 */
	public List<Block> blocks() {
		return this.blocks;
	}

	/**
	 * The blocks that are files.
	 * @return their texts by path
	 */
	public Map<String, String> files() {
		Map<String, String> files = new LinkedHashMap<>();
		for (Block block : this.blocks) {
			if (block.comment().startsWith("file: ")) {
				files.put(block.comment().substring(6), block.text());
			}
		}
		return files;
	}

	/**
	 * The block behind a comment.
	 * @param comment the comment, such as {@code answer: /cart}
	 * @return the block's text without the last line end
	 */
	public String text(String comment) {
		return this.blocks.stream()
			.filter((block) -> block.comment().equals(comment))
			.findFirst()
			.orElseThrow(() -> new AssertionError(this.name + " has no block behind <!-- " + comment + " -->"))
			.text()
			.stripTrailing();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A fenced block.
	 *
	 * @param line where it begins, from 1
	 * @param comment the comment in the line before, possibly empty
	 * @param language what stands behind the fence, possibly empty
	 * @param text its lines, each with its end
	 */
	public record Block(int line, String comment, String language, String text) {

	}

}
