package dev.daprinvoke.process.log;

import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract platform.md 5.3; the quoting is logrus' and Go's {@code %q}.
 */
class LineFormatTests {

	private static final String TIME = "2026-11-21T06:25:00.5Z";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			started              | started
			a-b.c_d/e@f^g+1      | a-b.c_d/e@f^g+1
			two words            | "two words"
			a=b                  | "a=b"
			a:b                  | "a:b"
			say "hi"             | "say \\"hi\\""
			back\\slash          | "back\\\\slash"
			grün                 | "grün"
			[x]                  | "[x]"
			""")
	void whenValueHoldsMoreThanPlainCharactersThenItIsQuoted(String message, String written) {
		assertThat(text(message)).isEqualTo("time=\"" + TIME + "\" level=info msg=" + written + "\n");
	}

	@Test
	void whenValueHoldsUnprintableCharactersThenTheyAreEscapedAsGoDoes() {
		assertThat(GoQuoted.of("\u0007\b\f\n\r\t\u000b\u0000\u001b\u007f"))
			.isEqualTo("\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1b\\x7f\"");
		assertThat(GoQuoted.of("\u0085\u00a0\u200b\ue000")).isEqualTo("\"\\u0085\\u00a0\\u200b\\ue000\"");
		assertThat(GoQuoted.of("é€😀")).isEqualTo("\"é€😀\"");
		assertThat(GoQuoted.of(new String(Character.toChars(0xE0001)))).isEqualTo("\"\\U000e0001\"");
	}

	@Test
	void whenMessageIsEmptyThenTextLeavesItOut() {
		assertThat(text("")).isEqualTo("time=\"" + TIME + "\" level=info\n");
	}

	@Test
	void whenThereAreFieldsThenTheyFollowByName() {
		assertThat(new TextFormat().line(TIME, "warning", "x", new TreeMap<>(Map.of("ver", "1.18.0", "app_id", ""))))
			.isEqualTo("time=\"" + TIME + "\" level=warning msg=x app_id= ver=1.18.0\n");
	}

	@Test
	void whenJsonIsAskedForThenEachLineIsAnObjectWithSortedMembers() {
		assertThat(new JsonFormat().line(TIME, "info", "say \"hi\"\n",
				new TreeMap<>(Map.of("type", "log", "app_id", "x"))))
			.isEqualTo("{\"app_id\":\"x\",\"level\":\"info\",\"msg\":\"say \\\"hi\\\"\\n\",\"time\":\"" + TIME
					+ "\",\"type\":\"log\"}\n");
	}

	@Test
	void whenAFieldIsANumberThenItIsOneInJsonToo() {
		TreeMap<String, Object> fields = new TreeMap<>(Map.of("code", 200, "size", 5L));
		assertThat(new JsonFormat().line(TIME, "info", "x", fields)).startsWith("{\"code\":200,\"level\"")
			.contains("\"size\":5,");
		assertThat(new TextFormat().line(TIME, "info", "x", fields)).endsWith("msg=x code=200 size=5\n");
	}

	private static String text(String message) {
		return new TextFormat().line(TIME, "info", message, new TreeMap<>());
	}

}
