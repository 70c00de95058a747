package dev.daprinvoke.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.daprinvoke.harness.Workspace;

/**
 * Lines of a source between {@code // tag::name[]} and {@code // end::name[]}.
 *
 * @param name the source and the tag
 * @param text the lines
 */
record TaggedRegion(String name, String text) {

	private static final Pattern REGION = Pattern.compile("// tag::([a-z-]+)\\[]\\R(.*?)// end::\\1\\[]",
			Pattern.DOTALL);

	// Nested for the compiler's sake: a page shows the class as it would stand in a file.
	private static final Pattern NESTED = Pattern.compile("\\bstatic class\\b");

	/**
	 * All regions of this package and those below.
	 * @return the regions
	 * @throws IOException if a source cannot be read
	 */
	static List<TaggedRegion> readAll() throws IOException {
		Path sources = Workspace.root().resolve("integration-tests/src/test/java/dev/daprinvoke/docs");
		List<TaggedRegion> regions = new ArrayList<>();
		try (Stream<Path> folders = Files.list(sources).filter(Files::isDirectory)) {
			for (Path folder : folders.toList()) {
				try (Stream<Path> files = Files.list(folder)) {
					for (Path file : files.toList()) {
						read(file, regions);
					}
				}
			}
		}
		return regions;
	}

	private static void read(Path file, List<TaggedRegion> regions) throws IOException {
		Matcher matcher = REGION.matcher(Files.readString(file));
		while (matcher.find()) {
			regions.add(new TaggedRegion(file.getFileName() + " " + matcher.group(1), matcher.group(2)));
		}
	}

	/**
	 * Compares without regard to indentation and ends of lines.
	 * @param snippet what a page shows
	 * @return whether it is this region
	 */
	boolean is(String snippet) {
		return normal(snippet).equals(normal(NESTED.matcher(this.text).replaceAll("class")));
	}

	private static String normal(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

}
