package dev.daprinvoke.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import dev.daprinvoke.harness.MarkdownPage;
import dev.daprinvoke.harness.MarkdownPage.Block;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java in the pages is code that compiles: each block is a tagged region of this package,
 * apart from the files that {@code GettingStartedTests} builds. Of a block that shows a
 * change it is what stands there afterwards.
 */
class SnippetsTests {

	private static final List<String> PAGES = List.of("../README.md", "getting-started.md", "clients.md", "errors.md",
			"migration.md");

	@ParameterizedTest
	@FieldSource("PAGES")
	void whenAPageShowsJavaThenItIsCompiledCode(String page) throws IOException {
		List<TaggedRegion> regions = TaggedRegion.readAll();
		assertThat(java(page)).isNotEmpty()
			.allSatisfy((block) -> assertThat(regions)
				.as("%s, line %s: no tagged region below integration-tests/src/test/java/dev/daprinvoke/docs is\n%s",
						page, block.line(), after(block))
				.anyMatch((region) -> region.is(after(block))));
	}

	@Test
	void whenARegionIsTaggedThenAPageShowsIt() throws IOException {
		List<String> shown = new ArrayList<>();
		PAGES.stream().flatMap(SnippetsTests::java).map(SnippetsTests::after).forEach(shown::add);
		assertThat(TaggedRegion.readAll()).isNotEmpty()
			.allSatisfy((region) -> assertThat(shown).as("%s is in no page", region.name()).anyMatch(region::is));
	}

	private static Stream<Block> java(String page) {
		return MarkdownPage.read(page)
			.blocks()
			.stream()
			.filter((block) -> block.language().equals("java") || block.language().equals("diff"))
			.filter((block) -> !block.comment().startsWith("file: "));
	}

	private static String after(Block block) {
		if (!block.language().equals("diff")) {
			return block.text();
		}
		StringBuilder after = new StringBuilder();
		block.text()
			.lines()
			.filter((line) -> !line.startsWith("-"))
			.forEach((line) -> after.append(line.startsWith("+") ? line.substring(1) : line).append('\n'));
		return after.toString();
	}

}
