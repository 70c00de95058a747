package dev.daprinvoke.resource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a YAML file must not be able to do: run code, eat memory, take long. */
@Timeout(30)
class HostileYamlTests {

	private final YamlReader reader = new YamlReader(Path.of("hostile.yaml"));

	@ParameterizedTest
	@ValueSource(strings = { "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
			"a: !!java.lang.String x", "a: !!dev.daprinvoke.Anything {}", "a: !local x", "!!javax.script.X k: v",
			"a: !!binary aGk=", "a: !!set {x}" })
	void whenTextNamesOtherTagThenItIsRefused(String text) {
		assertThatExceptionOfType(MalformedYamlException.class).isThrownBy(() -> this.reader.readFirst(text, 0))
			.satisfies((ex) -> assertThat(ex.what()).matches("the tag .* is not known|Global tag is not allowed: .*"));
	}

	@Test
	void whenAliasesMultiplyThenTheyAreRefused() {
		String laughs = IntStream.rangeClosed(1, 9)
			.mapToObj((i) -> "l" + i + ": &l" + i + " [" + ("*l" + (i - 1) + ", ").repeat(9) + "x]\n")
			.collect(Collectors.joining("", "l0: &l0 [x]\n", ""));
		assertRefused(laughs, "Number of aliases for non-scalar nodes exceeds the specified max=50");
	}

	@Test
	void whenFewAliasesMultiplyThenTheyAreRefusedToo() {
		String laughs = IntStream.rangeClosed(1, 24)
			.mapToObj((i) -> "l" + i + ": &l" + i + " [*l" + (i - 1) + ", *l" + (i - 1) + "]\n")
			.collect(Collectors.joining("", "l0: &l0 [x]\n", ""));
		assertRefused(laughs, "it stands for more than 100000 values");
	}

	@Test
	void whenScalarAliasesMultiplyThenMemoryStaysSmall() {
		String text = "a: &a " + "x".repeat(1000) + "\nb: [" + "*a,\n ".repeat(99_000) + "*a]\n";
		assertThat(this.reader.readFirst(text, 0)).isNotNull();
		assertRefused("a: &a x\nb: [" + "*a, ".repeat(100_001) + "*a]\n", "it stands for more than 100000 values");
	}

	@Test
	void whenAliasPointsAroundItselfThenItIsRefused() {
		assertRefused("a: &a [*a]", "with its aliases it is nested deeper than 50 levels");
		assertRefused("a: &a {b: *a}", "with its aliases it is nested deeper than 50 levels");
		assertRefused("&a ? *a : b", null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{a: ", "- ", "? ", "!!seq [" })
	void whenNestingIsDeepThenItIsRefused(String opening) {
		assertRefused("x:\n  " + opening.repeat(200_000), null);
	}

	@Test
	void whenKeyIsNoTextThenItIsRefused() {
		assertRefused("? [a]\n: b", "a key is not a text");
		assertRefused("<<: 5", "<< is not a mapping");
	}

	@Test
	void whenTextHoldsControlCharactersThenItIsRefused() {
		assertThatExceptionOfType(MalformedYamlException.class)
			.isThrownBy(() -> this.reader.readFirst("a: " + "x".repeat(5000) + "\nb: \u0000", 7))
			.withMessage("hostile.yaml, line 9, column 4: the character U+0000 is not allowed");
	}

	@Test
	void whenDocumentIsNoMappingThenItIsRefused() {
		assertRefused("- a", "the document is not a mapping");
		assertRefused("text", "the document is not a mapping");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: \"%s\"", "a: '%s'", "a: %s", "a: |\n  %s", "%s", "#%s" })
	void whenSingleValueIsAsLongAsFileThenReadingEnds(String form) {
		String text = form.formatted("x".repeat(YamlReader.MAX_SIZE - 10));
		try {
			this.reader.readFirst(text, 0);
		}
		catch (MalformedYamlException ex) {
			assertThat(ex.what()).isEqualTo("the document is not a mapping");
		}
	}

	@Test
	void whenFileIsHugeThenItIsRefusedBeforeItIsParsed(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("huge.yaml");
		Files.write(file, new byte[YamlReader.MAX_SIZE + 1]);
		assertThatIOException().isThrownBy(new TextFile(file)::read).withMessage("is larger than 1Mi");
	}

	@Test
	void whenFileHasNoEndThenItIsRefused() {
		Path endless = Path.of("/dev/zero");
		assumeTrue(Files.exists(endless));
		assertTimeoutPreemptively(Duration.ofSeconds(10),
				() -> assertThatIOException().isThrownBy(new TextFile(endless)::read)
					.withMessage("is larger than 1Mi"));
	}

	private void assertRefused(String text, @Nullable String what) {
		assertThatExceptionOfType(MalformedYamlException.class).isThrownBy(() -> this.reader.readFirst(text, 0))
			.satisfies((ex) -> assertThat(ex.what()).isNotEmpty())
			.satisfies((ex) -> {
				if (what != null) {
					assertThat(ex.what()).isEqualTo(what);
				}
			});
	}

}
